/** What stands in for a secret wherever something is kept or printed. */
export const masked = '***'

/** Members, form fields and query parameters that hold a secret, wherever they stand. Compared in lower case. */
const secretNames = new Set([
  'access_token',
  'api_key',
  'apikey',
  'assertion',
  'authorization',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'credential',
  'dcr_token',
  'id_token',
  'id_token_hint',
  'initial_access_token',
  'initial_client_secret',
  'logout_token',
  'password',
  'phantom_token',
  'portalaccesstoken',
  'portalrefreshtoken',
  'refresh_token',
  'registration_access_token',
  'secret',
  'session',
  'session_secret',
  'software_statement',
  'subject_token',
  'token',
])

const secretHeaders = new Set(['access-token', 'x-access-token', 'x-api-key', 'apikey', 'client_secret'])
const jwt = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g

const isSecret = (name: string) => secretNames.has(name.toLowerCase())

/** Masks JWTs in running text: wherever a token turns up, it is a secret. */
export const redactText = (text: string): string => text.replace(jwt, masked)

/** The URL with the values of secret query parameters masked; path and order stay. */
export function redactUrl(url: string): string {
  const at = url.indexOf('?')
  if (at < 0) return redactText(url)
  return `${redactText(url.slice(0, at))}?${redactForm(url.slice(at + 1))}`
}

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
  if (lower === 'cookie') return value.replace(/=[^;]*/g, `=${masked}`)
  if (lower === 'set-cookie') return value.replace(/=[^;]*/, `=${masked}`)
  if (lower === 'location' || lower === 'referer') return redactUrl(value)
  return secretHeaders.has(lower) ? masked : redactText(value)
}

/** `Basic abc` keeps its scheme; a value without one is masked whole, since it may be the secret itself. */
function redactAuthorization(value: string): string {
  const scheme = /^([A-Za-z][\w-]*) +\S/.exec(value)?.[1]
  return scheme ? `${scheme} ${masked}` : masked
}

/** A body as it may be kept, by its media type: JSON and forms with secrets masked, other text with its JWTs masked. */
export function redactBody(contentType: string, body: string): string {
  if (contentType.includes('json')) return redactJson(body)
  if (contentType.includes('x-www-form-urlencoded')) return redactForm(body)
  return redactText(body)
}

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

/** A copy of `value` with every secret member masked, however deep. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecret(name) && member !== null && typeof member !== 'object' ? masked : redactValue(member),
    ]),
  )
}
