/** What stands in for a secret wherever something is kept or printed. */
export const masked = '***'

/** Gives what stands in for a secret. */
export type Mask = (secret: string) => string

const plain: Mask = () => masked

/**
 * A mask that gives the same secret the same name each time (`***1`, `***2`): a recording then says nothing about the secrets, and
 * can be played again, since it tells where an answer's secret is used.
 */
export function numberedMask(): Mask {
  const names = new Map<string, string>()
  return (secret) => {
    const name = names.get(secret) ?? `${masked}${names.size + 1}`
    names.set(secret, name)
    return name
  }
}

/** Names of secrets that do not say so by their last word. In lower case, without what parts words. */
const secretNames = new Set([
  'assertion',
  'clientassertion',
  'code',
  'codeverifier',
  'credential',
  'devicecode',
  'idtokenhint',
  'session',
  'softwarestatement',
])
const secretEnds = /(secret|password|passphrase|token|apikey|privatekey|authorization)$/

/** Members of a JSON Web Key that only its owner may know (RFC 7518 §6). */
const privateParts = new Set(['d', 'dp', 'dq', 'k', 'oth', 'p', 'q', 'qi'])

/** Words parted by dots, from where they begin: looked for at every letter, a long one would take a second. */
const dotted = /(?<![\w-])[\w-]+(?:\.[\w-]*){2,}/g
/** A name is looked for where one begins: at every letter of a long word it would take a minute to find none. */
const assignment = /(?<![\w[\].%-])([\w[\].%-]+)(=|"\s*:\s*")([^&\s"';,<>]+)/g

/**
 * Whether what stands under this name is a secret. `client_secret`, `clientSecret`, `X-Client-Secret`, `client_secret[]` and `app[client_secret]`
 * are the same to us.
 */
export function isSecret(name: string): boolean {
  return name.split(/[[\].]/).some((part) => {
    const bare = part.toLowerCase().replace(/[^a-z0-9]/g, '')
    return secretNames.has(bare) || secretEnds.test(bare)
  })
}

/** Masks in running text what can be told to be a secret: JWTs, and what follows the name of one. */
export const redactText = (text: string, mask: Mask = plain): string =>
  text
    .replace(dotted, (words) => withoutJwts(words, mask))
    .replace(assignment, (whole, name: string, between: string, value: string) => {
      return isSecret(safeDecode(name)) && !value.startsWith(masked) ? `${name}${between}${mask(value)}` : whole
    })

/** A JWT is three to five of such words (RFC 7515 §7.1, RFC 7516 §7.1), the first with an object in base64url. */
function withoutJwts(words: string, mask: Mask): string {
  const begin = /eyJ[\w-]/g
  let [told, from] = ['', 0]
  for (let found = begin.exec(words); found; found = begin.exec(words)) {
    const parts = words.slice(found.index).split('.', 5)
    if (parts.length < 3) break
    const token = parts.join('.')
    told += words.slice(from, found.index) + mask(token)
    from = begin.lastIndex = found.index + token.length
  }
  return told + words.slice(from)
}

/** The URL with the values of secret parameters masked, in the query and after `#`; path and order stay. */
export const redactUrl = (url: string, mask: Mask = plain): string =>
  url
    .split(/([?#])/)
    .map((part, at) => (at === 0 ? redactText(part, mask) : redactForm(part, mask)))
    .join('')

/** Headers as they may be kept: the scheme of `Authorization` and the names of cookies stay, their values do not. */
export function redactHeaders(
  headers: Readonly<Record<string, unknown>>,
  mask: Mask = plain,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    kept[name] = Array.isArray(value)
      ? value.map((item) => redactHeader(name, String(item), mask))
      : redactHeader(name, String(value), mask)
  }
  return kept
}

/** The value of one header as it may be kept. */
export function redactHeader(name: string, value: string, mask: Mask = plain): string {
  const lower = name.toLowerCase()
  if (lower === 'authorization' || lower === 'proxy-authorization') return redactAuthorization(value, mask)
  if (lower === 'cookie') return value.replace(/(^|;)([^=;]*=)?([^;]*)/g, maskedCookie(mask))
  if (lower === 'set-cookie') return value.replace(/^()([^=;]*=)?([^;]*)/, maskedCookie(mask))
  if (lower === 'location' || lower === 'referer') return redactUrl(value, mask)
  return isSecret(lower) ? mask(value) : redactText(value, mask)
}

const maskedCookie =
  (mask: Mask) =>
  (_: string, before: string, name = '', value = '') =>
    `${before}${name}${mask(value)}`

/**
 * A scheme that is one stays; any other first word is masked too, since it may be the secret itself. Where secrets have names, the
 * id of a Basic pair stays beside its secret's name.
 */
function redactAuthorization(value: string, mask: Mask): string {
  const [, scheme, credentials = ''] = /^(basic|bearer|digest|dpop|negotiate) +(\S.*)/i.exec(value) ?? []
  if (!scheme) return mask(value)
  if (mask === plain || scheme.toLowerCase() !== 'basic') return `${scheme} ${mask(credentials)}`
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
  if (id === undefined || secret === undefined) return `${scheme} ${mask(credentials)}`
  return `${scheme} ${Buffer.from(`${id}:${mask(secret)}`).toString('base64')}`
}

/** A body as it may be kept, by its media type: JSON and forms with secrets masked, other text as `redactText` has it. */
export function redactBody(contentType: string, body: string, mask: Mask = plain): string {
  if (contentType.includes('json')) return redactJson(body, mask)
  if (contentType.includes('x-www-form-urlencoded')) return redactForm(body, mask)
  return redactText(contentType.includes('xml') ? redactXml(body, mask) : body, mask)
}

/** Masks the text of elements that have a secret's name. */
const redactXml = (body: string, mask: Mask): string =>
  body.replace(/<([\w:.-]+)([^<>]*)>([^<]+)<\//g, (whole, name: string, attributes: string, text: string) =>
    isSecret(name) ? `<${name}${attributes}>${mask(text)}</` : whole,
  )

function redactForm(form: string, mask: Mask): string {
  return form
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1)
      if (!isSecret(safeDecode(name)) || pair.length === name.length) return redactText(pair, mask)
      return `${name}=${mask(safeDecode(pair.slice(name.length + 1).replaceAll('+', ' ')))}`
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

function redactJson(body: string, mask: Mask): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(body), mask))
  } catch {
    return '(not JSON, left out)'
  }
}

/** A copy of `value` with every secret masked, however deep: what has a secret's name, and private parts of keys. */
export function redactValue(value: unknown, mask: Mask = plain): unknown {
  if (typeof value === 'string') return redactText(value, mask)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, mask))
  if (typeof value !== 'object' || value === null) return value
  const isKey = 'kty' in value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const secret = isSecret(name) || (isKey && privateParts.has(name))
      return [name, secret ? maskAll(member, mask) : redactValue(member, mask)]
    }),
  )
}

/** Masks every text and number in `value`, and keeps its shape. */
function maskAll(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string' || typeof value === 'number') return mask(String(value))
  if (Array.isArray(value)) return value.map((item) => maskAll(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskAll(member, mask)]))
}
