import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { noSecretIn } from './decisions/decision.ts'
import { good, portOf, type Reply, type Rig, startRig } from './rig.ts'
import type { Breakage, Endpoint } from './test-identity-provider.ts'

/** Fields that bring a call to an endpoint, and the call. */
const ways: Readonly<Record<Exclude<Endpoint, 'revocation'>, { methods: string[]; authorization: string }>> = {
  discovery: { methods: ['client_credentials'], ...good },
  jwks: { methods: ['client_credentials'], ...good },
  token: { methods: ['client_credentials'], ...good },
  introspection: { methods: ['introspection'], authorization: 'Bearer opaque' },
  userinfo: { methods: ['userinfo'], authorization: 'Bearer opaque' },
}
const own = { client_id: ['gateway'], client_secret: ['gateway-secret'] }
const faults: readonly Breakage[] = ['silent', 'hang-up', 'html', 'empty', 'truncated', { status: 503, body: {} }]
const unreachable: readonly Breakage[] = ['silent', 'hang-up', 'truncated']

/** How an endpoint's nonsense is called. */
const nonsense: Readonly<Record<keyof typeof ways, string>> = {
  discovery: 'gateway.idp.not-an-issuer',
  jwks: 'gateway.idp.no-keys',
  token: 'gateway.idp.bad-token-answer',
  introspection: 'gateway.idp.bad-inspection',
  userinfo: 'gateway.idp.bad-inspection',
}

function reasonOf(endpoint: keyof typeof ways, fault: Breakage): string {
  if (typeof fault === 'object') return 'gateway.idp.failed'
  return unreachable.includes(fault) ? 'gateway.idp.unreachable' : nonsense[endpoint]
}

/** All that the server prints while the test runs. */
function printed(): string[] {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'error').mockImplementation((...said) => void lines.push(said.join(' ')))
  onTestFinished(() => spy.mockRestore())
  return lines
}

const callers = (rig: Rig): Promise<number> =>
  new Promise((resolve) => rig.gateway.proxy.server.getConnections((_error, count) => resolve(count)))

/** Nothing stays open but what waits for the next call to the identity provider: discovery and what follows it, not one a call. */
async function nothingLeaks(rig: Rig): Promise<void> {
  await expect.poll(() => callers(rig)).toBe(0)
  await expect.poll(() => rig.idp.connections()).toBeLessThanOrEqual(2)
  expect(await rig.upstream.connections()).toBe(0)
}

const cases = (Object.keys(ways) as (keyof typeof ways)[]).flatMap((endpoint) =>
  faults.map((fault) => [endpoint, typeof fault === 'object' ? '503' : fault, fault] as const),
)

test.for(cases)(
  '%s that is %s: 401 with its reason, nothing printed, nothing left open, and the next call is good',
  async ([endpoint, , fault]) => {
    const lines = printed()
    const { methods, ...headers } = ways[endpoint]
    // Patience ends soon where an answer never comes, and is ample where one does.
    const soon = fault === 'silent' ? { timeout: 400 } : {}
    const rig = await startRig({ strategy: { ...own, auth_methods: methods, ...soon }, log: true })
    rig.idp.clients.set('gateway', 'gateway-secret')
    rig.idp.broken.set(endpoint, fault)
    const refused = await alone(rig, headers)
    for (let again = 0; again < 4; again++) {
      rig.clock.advance(5000)
      expect((await alone(rig, headers)).status).toBe(401)
    }
    expect({ ...refused, headers: refused.headers.get('www-authenticate') }).toMatchObject({
      ...{ status: 401, text: '{"message":"Unauthorized"}', reason: reasonOf(endpoint, fault) },
      headers: `Bearer realm="${new URL(rig.idp.url).host}", error="invalid_token"`,
    })
    expect(rig.upstream.seen).toEqual([])
    await nothingLeaks(rig)
    expect(lines).toEqual([])
    noSecretIn(JSON.stringify(rig.exchanges.list()))

    rig.idp.broken.clear()
    const next = async () => {
      rig.clock.advance(5000)
      return (await alone(rig, headers)).status
    }
    // So little patience may end once more on a machine that is busy.
    if (fault === 'silent') await expect.poll(next).toBe(200)
    else expect(await next()).toBe(200)
    await rig.gateway.proxy.close()
    await expect.poll(() => rig.idp.connections()).toBe(0)
  },
)

/** A call over a connection of its own. */
const alone = (rig: Rig, headers: Record<string, string>): Promise<Reply> =>
  rig.call('/orders', { headers: { ...headers, connection: 'close' } })

test('callers that go away while the identity provider is silent leave no connection, and nobody asks the upstream for them', async () => {
  const lines = printed()
  const rig = await startRig({ strategy: { timeout: 8000 }, log: true })
  rig.idp.broken.set('token', 'silent')
  const sockets = Array.from({ length: 10 }, (_, at) => {
    const socket = connect(portOf(rig.url), '127.0.0.1')
    const authorization = `Authorization: Basic ${Buffer.from(`app-1:secret-1${at}`).toString('base64')}`
    socket.on('error', () => undefined).write(`GET /orders HTTP/1.1\r\nHost: a\r\n${authorization}\r\n\r\n`)
    return socket
  })
  await expect.poll(() => rig.idp.calls.token).toBe(10)
  for (const socket of sockets) socket.resetAndDestroy()
  await expect.poll(() => rig.exchanges.list().map(({ outcome }) => outcome)).toEqual(Array(10).fill('aborted'))
  await nothingLeaks(rig)
  expect([rig.upstream.seen, lines]).toEqual([[], []])
})

test('a caller that goes away is not asked for at the upstream when its token comes after all', async () => {
  const rig = await startRig()
  rig.idp.broken.set('token', 'silent')
  const asked = request(`${rig.url}/orders`, { headers: good }).on('error', () => undefined)
  asked.end()
  await expect.poll(() => rig.idp.calls.token).toBe(1)
  asked.destroy()
  await expect.poll(() => callers(rig)).toBe(0)
  rig.idp.release()
  await nothingLeaks(rig)
  expect(rig.upstream.seen).toEqual([])
})

test('what goes wrong with the control plane is printed, and no refusal, nor a credential', async () => {
  const lines = printed()
  const rig = await startRig({ log: true })
  rig.control.goAway()
  await expect.poll(() => lines.length).toBeGreaterThan(0)
  await rig.call('/orders?client_id=app-1&client_secret=secret-1')
  expect(lines.filter((line) => !line.startsWith('gateway-sim: '))).toEqual([])
  noSecretIn(lines.join('\n'))
})
