import type { Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'
import type { Fillings } from './requests.ts'
import { isRedacted } from './values.ts'

/** What the user may say in place of a header: no header, or the credentials of the client that was made last. */
const words = 'the whole header, `application` for the application made last, or `none`'

/** The `Authorization` of a call as it goes out now; undefined: it has none. */
export function authorizationOf(call: ArchivedCall, place: Place, fillings: Fillings): string | undefined {
  const archived = call.headers.find(([name]) => /^authorization$/i.test(name))?.[1]
  if (place === 'konnect' && isAdminApi(call)) return konnectToken(archived, call, fillings)
  if (archived === undefined) {
    return mayHaveHadOne(call, place, fillings) ? asked(call, place, fillings) : undefined
  }
  const [, scheme = '', credentials = ''] = /^(\S+) +(.*)$/.exec(archived) ?? []
  if (/^basic$/i.test(scheme) && !isRedacted(credentials)) return basic(credentials, call, fillings)
  const isReadable = fillings.values.knows(credentials) || !isRedacted(credentials || archived)
  return isReadable ? fillings.values.apply(archived) : (asked(call, place, fillings) ?? archived)
}

const isAdminApi = ({ url }: ArchivedCall): boolean => /^\/v[123]\//.test(new URL(url).pathname)

/** A token of another Konnect is nothing here, except where it was refused there too. */
function konnectToken(archived: string | undefined, call: ArchivedCall, fillings: Fillings): string | undefined {
  if (call.answer.status === 401 && !(archived === undefined && fillings.withoutCredentials)) return archived
  return `Bearer ${fillings.asking.given('KONNECT_TOKEN', call) ?? fillings.addresses.konnect.token}`
}

/** Whether a call of an archive without credentials was probably made with some. */
function mayHaveHadOne({ method, body, answer }: ArchivedCall, place: Place, fillings: Fillings): boolean {
  if (!fillings.withoutCredentials || place === 'konnect' || method === 'OPTIONS') return false
  if (answer.status === 401 && !fillings.isBrowsers) return false
  if (place === 'gateway') return true
  return method === 'POST' && answer.status < 400 && !/client_(id|assertion)/.test(body ?? '')
}

function asked(call: ArchivedCall, place: Place, { asking, values, knowledge }: Fillings): string | undefined {
  const name = place === 'gateway' ? 'GATEWAY_AUTHORIZATION' : 'CURITY_AUTHORIZATION'
  const given = asking.needed(name, call, `the Authorization header, ${words}, of`)
  if (given === 'none') return undefined
  const client = given === 'application' ? knowledge.lastClient : undefined
  if (client) return pair(client.id, client.secret)
  const [, credentials] = /^basic +(.+)$/i.exec(given ?? '') ?? []
  if (credentials === undefined) return given === undefined ? undefined : values.apply(given)
  const [id, secret] = parted(credentials)
  return pair(values.apply(id), values.apply(secret))
}

function basic(credentials: string, call: ArchivedCall, fillings: Fillings): string {
  const [id, secret] = parted(credentials)
  const client = fillings.values.apply(id)
  return `Basic ${Buffer.from(`${client}:${secretFor(client, secret, call, fillings)}`).toString('base64')}`
}

/**
 * The secret of a client as it goes out now.
 * @param archived as the archive has it, perhaps only a name for it
 */
export function secretFor(client: string, archived: string, call: ArchivedCall, fillings: Fillings): string {
  const { values, asking, addresses, knowledge } = fillings
  if (values.knows(archived) || !isRedacted(archived)) return values.apply(archived)
  const issued = knowledge.secretOf(client)
  // The archive saw this client's secret issued: another number is another secret, and as wrong now as it was then.
  if (issued !== undefined && /^\*{3}\d+$/.test(archived)) return archived
  if (issued !== undefined && call.answer.status !== 401) return issued
  const own = [addresses.curity.registrar, addresses.curity.introspector].find(({ id }) => id === client)?.secret
  if (own !== undefined) return asking.given('CLIENT_SECRET', call) ?? own
  return asking.needed('CLIENT_SECRET', call, `the secret of client ${client} in`) ?? archived
}

const pair = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

function parted(credentials: string): [id: string, secret: string] {
  const [, id = '', secret = ''] = /^([^:]*):?(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
  return [id, secret]
}
