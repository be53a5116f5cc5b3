import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { harFile } from '../../../harness/replay/har-file.ts'
import { hostsOf } from '../../../harness/replay/places.ts'
import { readHar } from '../../../harness/replay/read-har.ts'
import { missingSecrets, replay } from '../../../harness/replay/replay.ts'
import { walk } from '../../../harness/walk.ts'
import { startWorld, type World } from '../../../harness/world.ts'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { Har, type HarEntry } from '../../../kit/har-schema.ts'
import { complaints } from '../../../kit/validation.ts'

const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-har-'))

async function world(exchanges = new ExchangeBus()): Promise<World> {
  const started = await startWorld({ exchanges })
  onTestFinished(() => started.close())
  return started
}

/** Walks the flow once in a world of its own, recorded. */
const recordedWalk = (name: string) =>
  recorded(name, async (started) => {
    const app = await walk(started, () => undefined)
    await started.curity.clientCredentials(app)
  })

/** What a caller does in a world of its own, recorded. */
async function recorded(name: string, calls: (world: World) => Promise<void>): Promise<string> {
  const bus = new ExchangeBus()
  const started = await startWorld({ exchanges: bus })
  const file = join(folder, name)
  const recording = harFile(file, bus, { name: 'dcr-harness', version: '1' })
  await calls(started)
  await started.close()
  expect(recording.close()).toBe(0)
  return file
}

async function replayed(file: string, { into, secrets = {} }: { into?: World; secrets?: Record<string, string> } = {}) {
  const archive = readHar(file)
  const hosts = hostsOf(archive.calls, new Map(), file)
  return replay(archive, { world: into ?? (await world()), hosts, secrets: (name) => secrets[name] })
}

/** An archive as another program writes it: its requests, and nothing that is ours. */
function foreign(name: string, change: (entry: HarEntry) => HarEntry | undefined, from: string): string {
  const { log } = JSON.parse(readFileSync(from, 'utf8')) as Har
  const clients = new Set(readHar(from).calls.map(({ number }) => number))
  const entries = log.entries.filter((_, at) => clients.has(at + 1)).flatMap((entry) => change(entry) ?? [])
  const bare = entries.map((entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => !key.startsWith('_'))))
  const file = join(folder, name)
  writeFileSync(
    file,
    JSON.stringify({ log: { version: '1.2', creator: { name: 'a browser', version: '1' }, entries: bare } }),
  )
  return file
}

test('a recording is an archive without secrets, and plays again without a difference', async () => {
  const file = await recordedWalk('walk.har')
  const text = readFileSync(file, 'utf8')
  expect(complaints(Har, JSON.parse(text))).toEqual([])
  expect(text).not.toMatch(/developer-password|konnect-dcr-secret|kpat_demo|eyJ/)
  const all = await replayed(file)
  expect(all.map(({ place, actual, differences }) => [place, actual, differences])).toEqual([
    ['konnect', 204, []],
    ['konnect', 201, []],
    ['konnect', 201, []],
    ['gateway', 200, []],
    ['gateway', 401, []],
    ['curity', 200, []],
    ['curity', 200, []],
  ])
})

test('a call that had no credentials is made again without any: a recording leaves none out', async () => {
  const file = await recorded('bare.har', async ({ gateway, portal }) => {
    await portal.signIn()
    expect((await gateway.get('/orders')).status).toBe(401)
  })
  expect(await replayed(file)).toMatchObject([
    { place: 'konnect', actual: 204, differences: [] },
    { place: 'gateway', actual: 401, differences: [] },
  ])
  expect(readHar(file).withoutCredentials).toBe(false)
})

test('with one fault armed it shows exactly that difference', async () => {
  const file = await recordedWalk('fault.har')
  const into = await world()
  await into.levers.fault('gateway', { route: 'GET /*', kind: 'answer', status: 503 })
  const all = await replayed(file, { into })
  expect(all.flatMap(({ number, differences }) => differences.map((each) => [number, each]))).toEqual([
    [all[3]?.number, { where: 'status', expected: '200', actual: '503' }],
  ])
})

test('an archive of another program, redacted its own way, asks by name for what no answer brings', async () => {
  const redact = (entry: HarEntry): HarEntry | undefined => {
    const headers = entry.request.headers
      .filter(({ name }) => name !== 'cookie')
      .map(({ name, value }) => ({ name, value: name === 'authorization' ? 'Basic [redacted]' : value }))
    return entry.response.status === 401 || entry.request.url.includes('/oauth/')
      ? undefined
      : { ...entry, request: { ...entry.request, headers } }
  }
  const file = foreign('redacted.har', redact, await recordedWalk('before.har'))
  const archive = readHar(file)
  const options = { world: await world(), hosts: hostsOf(archive.calls, new Map(), file), secrets: () => undefined }
  expect(missingSecrets(archive, options)).toEqual([
    {
      name: 'GATEWAY_AUTHORIZATION',
      what: expect.stringMatching(/^the Authorization header, .*, of GET \/orders \(request \d+\)$/),
    },
  ])
  const all = await replayed(file, { secrets: { GATEWAY_AUTHORIZATION: 'Bearer none' } })
  expect(all.at(-1)).toMatchObject({ expected: 200, actual: 401, reason: 'gateway.bearer.not-a-jwt' })
})

const archive = (entries: unknown) => JSON.stringify({ log: { version: '1.2', entries } })

test.for([
  ['nothing', undefined, /no such file/],
  ['no JSON', '{"log"', /is no JSON \(.*\), so no HTTP Archive/],
  ['no archive', '{"a":1}', /it has no log\.entries/],
  ['an entry without a request', archive([{}]), /log\.entries\.0\.request\.method: is required/],
  [
    'an entry with half a URL',
    archive([{ request: { method: 'GET', url: '/x' } }]),
    /log\.entries\.0\.request\.url: must be a URL/,
  ],
  [
    'requests of another product',
    archive([{ request: { method: 'GET', url: 'https://shop.example/cart', headers: [] }, response: { status: 200 } }]),
    /none of its 1 requests goes to .* hosts: shop\.example\. Say which is which: --map HOST=curity/,
  ],
] as const)('a file that holds %s is refused in words', async ([name, text, expected]) => {
  const file = join(folder, `${name}.har`)
  if (text !== undefined) writeFileSync(file, text)
  await expect(replayed(file)).rejects.toThrow(expected)
})
