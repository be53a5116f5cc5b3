import { startWorld } from '../../../harness/world.ts'
import { type Exchange, ExchangeBus } from '../../../kit/exchanges.ts'

/** A request of a customer, and how it was answered: what a program between the two sees. */
export interface Seen {
  startedAt: number
  ms: number
  method: string
  url: string
  headers: [name: string, value: string][]
  body: string | undefined
  status: number
  answerHeaders: [name: string, value: string][]
  answerBody: string
}

/** What is there in place of the world's own names: nobody outside knows those. */
export const customer = {
  portal: 'https://portal.acme.example',
  idp: 'https://idp.acme.example',
  api: 'https://api.acme.example',
  email: 'jane@acme.example',
  password: 'Tr0ub4dor&3',
}

/**
 * What a developer of a customer did, as it was on the wire, secrets and all: she signs in at her portal, creates an application and registers
 * it; it gets a token, and calls an API with its credentials, with a wrong secret, and with the token.
 */
export async function customerFlow(): Promise<Seen[]> {
  const exchanges = new ExchangeBus()
  const { portal, curity, gateway, addresses, close } = await startWorld({ exchanges })
  try {
    const offers = await portal.offers()
    const app = await portal.createApplication({ name: 'billing' })
    await portal.register(app, offers[0])
    const { access_token } = await curity.clientCredentials(app)
    await gateway.get('/orders', { basic: app })
    await gateway.get('/orders', { basic: { ...app, clientSecret: 'not-hers-at-all' } })
    await gateway.get('/orders', { bearer: access_token })
    const ids = exchanges.list().map(({ id }) => id)
    const spans = new Set(exchanges.list().map(({ trace }) => trace.span))
    const own = exchanges.told(ids, (secret) => secret).filter(({ trace }) => !spans.has(trace.parent ?? ''))
    const { konnect, curity: idp, gateway: api } = addresses
    const names = new Map([
      [konnect.url, customer.portal],
      [idp.url, customer.idp],
      [api.url, customer.api],
      ...[konnect.url, idp.url, api.url].map((url): [string, string] => [new URL(url).host, 'acme.example']),
      [konnect.developer.email, customer.email],
      [konnect.developer.password, customer.password],
    ])
    const servers = new Map([
      ['mock-konnect', konnect.url],
      ['mock-curity', idp.url],
      ['gateway-sim', api.url],
    ])
    // Archives tell milliseconds, and some are not in the order of the calls: no two of these may begin in one.
    return own
      .filter(({ server, request }) => servers.has(server) && !request.url.startsWith('/_'))
      .toSorted((a, b) => a.arrived - b.arrived)
      .map((exchange, at, [first = exchange]) => ({ ...exchange, arrived: Math.floor(first.arrived) + at * 10 }))
      .map((exchange) => renamed(seen(exchange, servers.get(exchange.server) ?? ''), names))
  } finally {
    await close()
  }
}

function seen({ request, response, arrived, ms }: Exchange, origin: string): Seen {
  const ofHarness = ([name]: [string, string]) => !/^(x-harness-.*|traceparent)$/i.test(name)
  return {
    startedAt: arrived,
    ms,
    method: request.method,
    url: origin + request.url,
    headers: request.rawHeaders.filter(ofHarness),
    body: request.body,
    status: response.status,
    answerHeaders: response.rawHeaders.filter(ofHarness),
    answerBody: response.body ?? '',
  }
}

function renamed(each: Seen, names: ReadonlyMap<string, string>): Seen {
  let text = JSON.stringify(each)
  for (const [ours, theirs] of names) text = text.replaceAll(ours, theirs)
  return JSON.parse(text) as Seen // the same members with other texts
}
