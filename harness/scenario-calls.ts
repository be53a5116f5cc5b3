import type { Exchange } from '../kit/exchanges.ts'
import { parseJson } from '../kit/http-client.ts'
import { demo } from './demo/names.ts'
import type { Known } from './scenario-values.ts'
import { quoted } from './scenario-values.ts'

/** A call as a scenario makes it. */
export interface DrivenCall {
  /** The driver's name in the world. */
  driver: string
  /** The expression that makes the call. */
  call: string
  /** Whether it gives a reply to assert on. */
  answers: boolean
}

type Say = (known: Known) => DrivenCall

/** How the call of an exchange is made by a driver; undefined where none calls this server. */
export function driverOf(exchange: Exchange): Say | undefined {
  const { server, request } = exchange
  if (server === 'mock-curity') return made(exchange, 'curity', 'curity.call', request.url)
  if (server.startsWith('gateway-sim')) return made(exchange, 'gateway', 'gateway.request', request.url)
  if (server !== 'mock-konnect') return undefined
  const [, version, path = ''] = /^\/api\/(v[23])(\/.*)$/.exec(request.url) ?? []
  if (version === undefined) return made(exchange, 'konnect', 'konnect.call', request.url)
  const portal = version === 'v3' ? 'portal' : 'portalV2'
  return signsIn(exchange)
    ? () => ({ driver: portal, call: `${portal}.signIn()`, answers: false })
    : made(exchange, portal, `${portal}.call`, path)
}

/** Whether the demo's developer signs in, whose password the driver has. */
function signsIn({ route, request, response }: Exchange): boolean {
  const { username } = (parseJson(request.body ?? '') ?? {}) as { username?: unknown } // whatever was sent
  return route.endsWith('/developer/authenticate') && username === demo.developer.email && response.status === 204
}

const made =
  (exchange: Exchange, driver: string, call: string, path: string): Say =>
  (known) => {
    const options = [...credentials(exchange, driver, known), ...headers(exchange, known), ...body(exchange, known)]
    const given = options.length === 0 ? '' : `, { ${options.join(', ')} }`
    return { driver, call: `${call}(${quoted(exchange.request.method)}, ${known.say(path)}${given})`, answers: true }
  }

/** What belongs to a connection, to the program that called, or is sent by the drivers themselves. */
const left =
  /^(host|connection|content-length|content-type|transfer-encoding|keep-alive|accept|accept-.*|user-agent|cookie|authorization|traceparent|tracestate|origin|referer|sec-.*|x-harness-.*)$/i

function headers({ request }: Exchange, known: Known): string[] {
  const kept = request.rawHeaders.filter(([name]) => !left.test(name))
  return kept.length === 0 ? [] : [`headers: ${known.sayValue(Object.fromEntries(kept))}`]
}

/** Konnect's drivers show their own credentials: the operator's token, the developer's cookies. */
function credentials({ request }: Exchange, driver: string, known: Known): string[] {
  const value = request.headers.authorization
  if (typeof value !== 'string' || !['curity', 'gateway'].includes(driver)) return []
  const [, scheme = '', shown = ''] = /^(\S+) +(.*)$/.exec(value) ?? []
  const [, id, secret] = /^basic$/i.test(scheme)
    ? (/^([^:]*):(.*)$/s.exec(Buffer.from(shown, 'base64').toString()) ?? [])
    : []
  if (id !== undefined && secret !== undefined) return [basic(driver, known.say(id), secretOf(id, secret, known))]
  if (driver === 'gateway' && /^bearer$/i.test(scheme)) return [`bearer: ${known.say(shown)}`]
  return [`headerLines: [['authorization', ${known.say(value)}]]`]
}

const basic = (driver: string, id: string, secret: string) =>
  driver === 'gateway'
    ? `basic: { clientId: ${id}, clientSecret: ${secret} }`
    : `headerLines: [['authorization', \`Basic \${btoa(\`\${${id}}:\${${secret}}\`)}\`]]`

/** The demo's own clients have secrets that everybody knows. */
function secretOf(id: string, secret: string, known: Known): string {
  const own = [demo.registrar, demo.introspector].find(({ clientId }) => clientId === id)
  return own ? quoted(own.clientSecret) : known.say(secret)
}

function body({ request }: Exchange, known: Known): string[] {
  const { body: sent, headers: received } = request
  if (sent === undefined) return []
  const type = String(received['content-type'] ?? '')
  const json = type.includes('json') ? parseJson(sent) : undefined
  if (json !== undefined) return [`json: ${known.sayValue(json)}`]
  const fields = [...new URLSearchParams(sent)]
  const isForm = type.includes('x-www-form-urlencoded') && new Set(fields.map(([name]) => name)).size === fields.length
  if (isForm) return [`form: ${known.sayValue(Object.fromEntries(fields))}`]
  return [`text: ${known.say(sent)}`, ...(type === '' ? [] : [`headerLines: [['content-type', ${quoted(type)}]]`])]
}
