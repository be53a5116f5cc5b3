import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { PortalApplication } from '../../harness/drivers/portal.ts'
import { type Edges, edgeNames } from '../../harness/network/edge.ts'
import type { Hops } from '../../harness/network/network.ts'
import { connectWorld, type World } from '../../harness/world.ts'
import { command, ended, type Served, upServing } from './served.ts'

/** Pulls a lever as a script does, at any of the three servers. */
async function lever(base: string, method: string, path = '', body?: unknown) {
  const json = body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${base}/_mock/network${path}`, { method, ...json })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

describe('up --network in another process', () => {
  let served: Served
  let world: World
  let app: PortalApplication
  let bases: string[]
  beforeAll(async () => {
    served = await upServing(['--network'])
    world = await connectWorld(served.addresses)
    app = await world.portal.createApplication({ name: 'billing' })
    await world.portal.register(app)
    const { curity, konnect, gateway } = served.addresses
    bases = [curity.url, konnect.url, gateway.admin ?? '']
  })
  afterAll(async () => {
    await world.close()
    await served.end('SIGTERM')
  })

  test('each of its servers has the levers of all ways', async () => {
    for (const base of bases) {
      const { hops } = (await lever(base, 'GET')).body
      expect(Object.keys(hops).toSorted()).toEqual(edgeNames.toSorted())
      expect(hops['konnect-curity']).toEqual({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        target: served.addresses.curity.url,
        edge: {},
        connections: expect.any(Number),
      })
    }
  })

  const registers = async () => (await world.portal.call('POST', '/applications', { json: { name: 'later' } })).reason
  /** With a Konnect that waits for nobody for long, as long as nothing comes in time anyway. */
  const registersInTime = async () => {
    await world.levers.behave('konnect', { idpTimeoutMs: 300 })
    const reason = await registers()
    await world.levers.behave('konnect', { idpTimeoutMs: 10_000 })
    return reason
  }
  const call = () => world.gateway.get('/orders', { basic: app })
  const status = async () => (await call()).status
  const failure = () => call().then(undefined, (error) => error.failure)
  const upstreamSaw = (header: string) => async () =>
    ((await call()).body as { headers: Record<string, string> }).headers[header]
  const answerHas = (header: string) => async () => (await call()).headers[header]
  /** Whose addresses a metadata document names that is fetched by the gateway's way. */
  const metadata = async () => {
    const hop = await world.network.edge('gateway-curity').url()
    const answer = await fetch(`${hop}/oauth/v2/oauth-anonymous/.well-known/openid-configuration`)
    const { issuer, token_endpoint } = (await answer.json()) as Record<'issuer' | 'token_endpoint', string>
    return [issuer, token_endpoint].map((url) => (url.startsWith(hop) ? "the hop's" : 'its own'))
  }

  test.for<[what: string, edges: Edges, observe: () => Promise<unknown>, seen: unknown]>([
    ['nobody listens', { 'konnect-curity': { reach: 'refused' } }, registers, 'konnect.dcr.issuer-unreachable'],
    ['nothing comes', { 'konnect-curity': { reach: 'silent' } }, registersInTime, 'konnect.dcr.timeout'],
    ['latency', { 'konnect-curity': { latencyMs: 60_000 } }, registersInTime, 'konnect.dcr.timeout'],
    ['another way is the same', { 'konnect-curity': { reach: 'refused' } }, status, 200],
    ['the host', { 'client-gateway': { host: 'api.example' } }, upstreamSaw('x-forwarded-host'), 'api.example'],
    ['the address', { 'client-gateway': { from: '127.0.0.9' } }, upstreamSaw('x-forwarded-for'), '127.0.0.9'],
    ['a header set', { 'client-gateway': { requestHeaders: { 'x-a': 'b' } } }, upstreamSaw('x-a'), 'b'],
    ['a header stripped', { 'client-gateway': { requestHeaders: { authorization: null } } }, status, 401],
    ['a header of answers', { 'gateway-upstream': { responseHeaders: { 'x-a': 'b' } } }, answerHas('x-a'), 'b'],
    ['a closed connection', { 'client-gateway': { breakEvery: 1 } }, failure, 'reset'],
    ['addresses as they are by default', {}, metadata, ['its own', "the hop's"]],
    ['addresses, all', { 'gateway-curity': { rewrite: 'all' } }, metadata, ["the hop's", "the hop's"]],
    ['addresses, none', { 'gateway-curity': { rewrite: 'nothing' } }, metadata, ['its own', 'its own']],
  ])('changed alone: %s', async ([, edges, observe, seen], { expect }) => {
    const [curity = '', konnect = '', gateway = ''] = bases
    expect((await lever(gateway, 'PATCH', '', edges)).status).toBe(200)
    expect(await observe()).toEqual(seen)
    expect((await lever(curity, 'DELETE')).status).toBe(204)
    expect((await lever(konnect, 'GET')).body.hops['client-gateway'].edge).toEqual({})
    expect(await status()).toBe(200)
  })

  test.for<[what: string, method: string, path: string, body: unknown, complaint: RegExp]>([
    ['an edge that there is not', 'PATCH', '', { 'konnect-curty': {} }, /konnect-curty/],
    ['a member that there is not', 'PUT', '', { 'konnect-curity': { latency: 1 } }, /konnect-curity\.latency/],
    ['a value that fits not', 'PATCH', '', { 'konnect-curity': { reach: 'gone' } }, /konnect-curity\.reach: .*refused/],
    ['no header', 'PATCH', '', { 'konnect-curity': { requestHeaders: { 'a b': 'c' } } }, /requestHeaders/],
    ['two headers in one', 'PATCH', '', { 'konnect-curity': { requestHeaders: { a: 'b\r\nc: d' } } }, /requestHeaders/],
    ['connections of no edge', 'DELETE', '/nowhere/connections', undefined, /edge/],
  ])('refuses in words: %s', async ([, method, path, body, complaint], { expect }) => {
    const [, konnect = ''] = bases
    // How many connections callers hold open may be another number at any time.
    const ways = async () => {
      const { hops } = (await lever(konnect, 'GET')).body as { hops: Hops }
      return Object.entries(hops).map(([name, { connections: _, ...way }]) => [name, way])
    }
    const before = await ways()
    const refused = await lever(konnect, method, path, body)
    expect(refused).toEqual({
      status: 400,
      body: { message: expect.stringMatching(complaint), complaints: expect.anything() },
    })
    expect(await ways()).toEqual(before)
  })
})

const scenarioFile = `import assert from 'node:assert/strict'
const refused = async ({ portal }) => (await portal.call('POST', '/applications', { json: { name: 'x' } })).advice
export default [
  { id: 'stranger', title: 'its way shows a strange certificate', refs: [], needs: ['levers'],
    given: { network: { 'konnect-curity': { tls: 'stranger' }, 'gateway-curity': {} } },
    run: async (world) => {
      assert.match(await refused(world), /tls/)
      await world.network.edge('konnect-curity').change({ tls: 'trusted' })
      await world.portal.createApplication({ name: 'y' })
    } },
  { id: 'straight', title: 'no way is given', refs: [], needs: ['levers'],
    run: async (world) => { await world.portal.createApplication({ name: 'z' }) } },
]
`

/** Runs scenarios at servers of another process. */
async function run(args: readonly string[], names: readonly string[]): Promise<{ code: number | null; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-network-'))
  const [addresses, file] = [join(folder, 'addresses.yaml'), join(folder, 'ways.mjs')]
  writeFileSync(file, scenarioFile)
  const { end } = await upServing([...args, '--addresses', addresses])
  onTestFinished(() => end('SIGTERM'))
  const child = command(['run', ...names, file, '--against', addresses])
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}

/** Shipped scenarios that are given a network. */
const shipped = ['issuer-follows-host-header', 'header-stripped-on-the-way']

test('scenarios with a network and certificates of their own run against servers that have hops with TLS', async () => {
  const { code, said } = await run(['--tls', mkdtempSync(join(tmpdir(), 'dcr-harness-ca-')), '--network'], shipped)
  expect([code, said]).toEqual([0, expect.stringMatching(/\n4 passed, 0 failed\n$/)])
})

test('where a hop is missing, or speaks plain HTTP, they are skipped and say what is needed', async () => {
  const plain = await run(['--network'], [])
  expect(plain.said).toContain('skipped: needs https at konnect-curity, and there is none')
  const bare = await run([], [])
  expect(bare.said).toContain('needs a hop at konnect-curity, and there is none: start the servers with --network')
  expect([plain.code, bare.code]).toEqual([0, 0])
})

test('a server that runs alone has no network of its own, and says so', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-alone-')), 'settings.yaml')
  writeFileSync(file, 'network: { konnect-curity: {} }\n')
  const { code, stderr } = await ended(command(['konnect', '--config', file]))
  expect([code, stderr]).toEqual([
    2,
    `dcr-harness: ${file}:\n  network: hops stand between servers of one process: \`dcr-harness up\`\n`,
  ])
})
