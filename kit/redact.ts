/** What stands in for a secret wherever something is kept or printed. */
export const masked = '***'

/** Names of secrets that do not say so by their last word. In lower case, without what parts words. */
const secretNames = new Set([
  'assertion',
  'authorization',
  'clientassertion',
  'code',
  'codeverifier',
  'credential',
  'devicecode',
  'idtokenhint',
  'session',
  'softwarestatement',
])
const secretEnds = /(secret|password|passphrase|token|apikey|privatekey)$/

/** Members of a JSON Web Key that only its owner may know (RFC 7518 §6). */
const privateParts = new Set(['d', 'dp', 'dq', 'k', 'oth', 'p', 'q', 'qi'])

const jwt = /eyJ[\w-]+(?:\.[\w-]*){2,4}/g
const assignment = /([\w[\].%-]+)(=|"\s*:\s*")([^&\s"';,<>]+)/g

/** `client_secret`, `clientSecret`, `X-Client-Secret`, `client_secret[]` and `app[client_secret]` are the same to us. */
function isSecret(name: string): boolean {
  return name.split(/[[\].]/).some((part) => {
    const bare = part.toLowerCase().replace(/[^a-z0-9]/g, '')
    return secretNames.has(bare) || secretEnds.test(bare)
  })
}

/** Masks in running text what can be told to be a secret: JWTs, and what follows the name of one. */
export const redactText = (text: string): string =>
  text.replace(jwt, masked).replace(assignment, (whole, name: string, between: string) => {
    return isSecret(safeDecode(name)) ? `${name}${between}${masked}` : whole
  })

/** The URL with the values of secret parameters masked, in the query and after `#`; path and order stay. */
export const redactUrl = (url: string): string =>
  url
    .split(/([?#])/)
    .map((part, at) => (at === 0 ? redactText(part) : redactForm(part)))
    .join('')

/** Headers as they may be kept: the scheme of `Authorization` and the names of cookies stay, their values do not. */
export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    kept[name] = Array.isArray(value)
      ? value.map((item) => redactHeader(name, String(item)))
      : redactHeader(name, String(value))
  }
  return kept
}

function redactHeader(name: string, value: string): string {
  const lower = name.toLowerCase()
  if (lower === 'authorization' || lower === 'proxy-authorization') return redactAuthorization(value)
  if (lower === 'cookie')
    return value.replace(/(^|;)([^=;]*=)?[^;]*/g, (_, before, name = '') => `${before}${name}${masked}`)
  if (lower === 'set-cookie') return value.replace(/^([^=;]*=)?[^;]*/, (_, name = '') => `${name}${masked}`)
  if (lower === 'location' || lower === 'referer') return redactUrl(value)
  return isSecret(lower) ? masked : redactText(value)
}

/** A scheme that is one stays; any other first word is masked too, since it may be the secret itself. */
function redactAuthorization(value: string): string {
  const scheme = /^(basic|bearer|digest|dpop|negotiate) +\S/i.exec(value)?.[1]
  return scheme ? `${scheme} ${masked}` : masked
}

/** A body as it may be kept, by its media type: JSON and forms with secrets masked, other text as `redactText` has it. */
export function redactBody(contentType: string, body: string): string {
  if (contentType.includes('json')) return redactJson(body)
  if (contentType.includes('x-www-form-urlencoded')) return redactForm(body)
  return redactText(contentType.includes('xml') ? redactXml(body) : body)
}

/** Masks the text of elements that have a secret's name. */
const redactXml = (body: string): string =>
  body.replace(/<([\w:.-]+)([^<>]*)>[^<]+<\//g, (whole, name: string, attributes: string) =>
    isSecret(name) ? `<${name}${attributes}>${masked}</` : whole,
  )

function redactForm(form: string): string {
  return form
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1)
      return isSecret(safeDecode(name)) && pair.length > name.length ? `${name}=${masked}` : redactText(pair)
    })
    .join('&')
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function redactJson(body: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(body)))
  } catch {
    return '(not JSON, left out)'
  }
}

/** A copy of `value` with every secret masked, however deep: what has a secret's name, and private parts of keys. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  const isKey = 'kty' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const secret = isSecret(name) || (isKey && privateParts.has(name))
      return [name, secret ? maskAll(member) : redactValue(member)]
    }),
  )
}

/** Masks every text and number in `value`, and keeps its shape. */
function maskAll(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number') return masked
  if (Array.isArray(value)) return value.map(maskAll)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskAll(member)]))
}
