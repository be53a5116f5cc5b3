import type { Addresses } from '../addresses.ts'
import type { Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'
import { isRedacted, type Values } from './values.ts'

/** Headers that belong to a connection, to the archive's program, or that the replay sends itself. */
const left =
  /^(host|connection|content-length|transfer-encoding|keep-alive|accept-encoding|cookie|traceparent|tracestate|x-harness-.*)$/i

/** Finds a secret by the name that the user is asked for: `CLIENT_SECRET`. */
export type Secrets = (name: string) => string | undefined

/** What a request is filled in with. */
export interface Fillings {
  addresses: Addresses
  values: Values
  secrets: Secrets
  /** What the servers set meanwhile, by name. */
  cookies: ReadonlyMap<string, string>
}

/** A secret that the archive leaves out, nobody gave, and no answer will bring. */
export class SecretMissing extends Error {
  readonly secret: string

  constructor(secret: string, what: string) {
    super(`${what}: give it with --secret ${secret}=… or in the environment`)
    this.secret = secret
  }
}

/** Headers and body of a call as they go out now. @throws SecretMissing */
export function filled(
  call: ArchivedCall,
  place: Place,
  fillings: Fillings,
): { headers: Record<string, string>; body?: string } {
  const { values, cookies } = fillings
  const kept = call.headers.filter(([name]) => !left.test(name))
  const headers: Record<string, string> = {}
  for (const [name, value] of kept) {
    const lower = name.toLowerCase()
    headers[lower] = lower === 'authorization' ? authorization(value, call, place, fillings) : values.apply(value)
  }
  const needsToken = place === 'konnect' && /^\/v[123]\//.test(new URL(call.url).pathname)
  if (needsToken) headers.authorization ??= authorization('', call, place, fillings)
  // Browsers leave cookies out of what they export; at the gateway they are a credential that a call has or has not.
  const carriesCookies = place !== 'gateway' || call.headers.some(([name]) => name.toLowerCase() === 'cookie')
  if (carriesCookies && cookies.size > 0)
    headers.cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const body = call.body === undefined ? undefined : filledBody(values.apply(call.body), call, fillings)
  return { headers, ...(body !== undefined && { body }) }
}

function authorization(value: string, call: ArchivedCall, place: Place, fillings: Fillings): string {
  const [, scheme = 'Bearer', credentials = ''] = /^(\S+) +(.*)$/.exec(value) ?? []
  if (/^basic$/i.test(scheme) && !isRedacted(credentials)) {
    const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
    const client = fillings.values.apply(id)
    // The archive saw this client's secret issued: another number is another secret, and as wrong now as it was then.
    const isAnother = fillings.values.knows(id) && /^\*{3}\d+$/.test(secret)
    const sent = known(secret, fillings) ?? (isAnother ? secret : clientSecret(client, call, fillings))
    return `Basic ${Buffer.from(`${client}:${sent}`).toString('base64')}`
  }
  const token = known(credentials, fillings)
  if (token !== undefined) return `${scheme} ${token}`
  if (place === 'konnect') return `Bearer ${fillings.secrets('KONNECT_TOKEN') ?? fillings.addresses.konnect.token}`
  const name = place === 'gateway' ? 'GATEWAY_AUTHORIZATION' : 'CURITY_AUTHORIZATION'
  return fillings.secrets(name) ?? missing(name, `the Authorization header of ${call.method} ${call.url}`)
}

/** The value to send now; undefined when the archive leaves it out. */
function known(text: string, { values }: Fillings): string | undefined {
  if (values.knows(text)) return values.apply(text)
  return text === '' || isRedacted(text) ? undefined : values.apply(text)
}

function clientSecret(
  client: string,
  { method, url }: ArchivedCall,
  { addresses: { curity }, secrets }: Fillings,
): string {
  const own = [curity.registrar, curity.introspector].find(({ id }) => id === client)
  return (
    secrets('CLIENT_SECRET') ??
    own?.secret ??
    missing('CLIENT_SECRET', `the secret of client ${client} in ${method} ${url}`)
  )
}

/** Members of a JSON or form body whose secrets are left out. */
function filledBody(body: string, call: ArchivedCall, fillings: Fillings): string {
  const { addresses, secrets } = fillings
  const fill = (name: string) => {
    const { developer } = addresses.konnect
    if (/password/i.test(name) && body.includes(developer.email))
      return secrets('DEVELOPER_PASSWORD') ?? developer.password
    const wanted = name.toUpperCase().replace(/[^A-Z0-9]/g, '_')
    return secrets(wanted) ?? missing(wanted, `${name} in the body of ${call.method} ${call.url}`)
  }
  if (body.startsWith('{')) {
    return body.replace(/"([^"]+)"(\s*:\s*)"([^"]*)"/g, (whole, name: string, between: string, value: string) =>
      isRedacted(value) ? `"${name}"${between}${JSON.stringify(fill(name))}` : whole,
    )
  }
  return body.replace(/([^&=]+)=([^&]*)/g, (whole, name: string, value: string) =>
    isRedacted(decodeURIComponent(value)) ? `${name}=${encodeURIComponent(fill(name))}` : whole,
  )
}

function missing(name: string, what: string): never {
  throw new SecretMissing(name, what)
}
