import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { hostsOf } from '../../../harness/replay/places.ts'
import { readHar } from '../../../harness/replay/read-har.ts'
import { missingSecrets, type Replayed, replay } from '../../../harness/replay/replay.ts'
import { startWorld } from '../../../harness/world.ts'
import { chrome, chromeSanitized, firefox, safari, type Written } from './browsers.ts'
import { customerFlow, type Seen } from './customer-flow.ts'
import { charles, fiddler, mitmproxy, proxyman } from './proxies.ts'

const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-archives-'))
let flow: Seen[]
beforeAll(async () => {
  flow = await customerFlow()
})

let written = 0
function saved(archive: Written, pack: (text: string) => string | Buffer = (text) => text): string {
  const file = join(folder, `${written++}.har`)
  writeFileSync(file, pack(JSON.stringify(archive)))
  return file
}

async function replayed(file: string, given: Record<string, string> = {}) {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const archive = readHar(file)
  const options = { world, hosts: hostsOf(archive.calls, new Map(), file), secrets: (name: string) => given[name] }
  const missing = missingSecrets(archive, options).map(({ name }) => name)
  return { missing, hosts: options.hosts, all: missing.length > 0 ? [] : await replay(archive, options) }
}

const made = (all: readonly Replayed[]) => all.filter(({ leftOut }) => leftOut === undefined)
const told = (all: readonly Replayed[]) =>
  made(all).map(({ place, method, expected, actual, differences }) => [place, method, expected, actual, differences])

/** The whole flow, as it happened and as it happens again. */
const again = [
  ['konnect', 'POST', 204, 204, []],
  ['konnect', 'GET', 200, 200, []],
  ['konnect', 'POST', 201, 201, []],
  ['konnect', 'POST', 201, 201, []],
  ['curity', 'GET', 200, 200, []],
  ['curity', 'POST', 200, 200, []],
  ['gateway', 'GET', 200, 200, []],
  ['gateway', 'GET', 401, 401, []],
  ['gateway', 'GET', 200, 200, []],
]

test.for([
  ['Chrome, with sensitive data', chrome],
  ['Firefox', firefox],
  ['Safari', safari],
  ['mitmproxy', mitmproxy],
  ['Charles', charles],
  ['Fiddler', fiddler],
  ['Proxyman', proxyman],
] as const)(
  "a customer's archive of %s plays again without a difference and without a question",
  async ([, program], { expect }) => {
    const { missing, hosts, all } = await replayed(saved(program(flow)))
    expect(missing).toEqual([])
    expect(Object.fromEntries(hosts)).toEqual({
      'portal.acme.example': 'konnect',
      'idp.acme.example': 'curity',
      'api.acme.example': 'gateway',
    })
    expect(told(all)).toEqual(again)
  },
)

test('what a browser did for its pages is left out, each with why', async () => {
  const { all } = await replayed(saved(chrome(flow)))
  expect(all.filter(({ leftOut }) => leftOut).map(({ url, leftOut }) => [url.split('/').at(-1), leftOut])).toEqual([
    ['entry.4f2a.js', 'a file of a page'],
    ['apps', "a page that the portal's scripts make"],
    ['inter', 'a file of a page'],
    ['portal', "from the browser's cache"],
    ['apis', "from the browser's cache"],
    ['context', 'never answered: net::ERR_BLOCKED_BY_CLIENT'],
    ['applications', 'a preflight of the browser'],
    ['live', 'a WebSocket'],
    ['png;base64,iVBORw0KGgo=', 'no request over HTTP'],
    ['collect', 'none of ours'],
  ])
})

test('Chrome leaves credentials out by itself: all that is missing is asked for at once, and a word answers', async () => {
  const file = saved(chromeSanitized(flow))
  const asked = await replayed(file)
  expect(asked.missing).toEqual(['CURITY_AUTHORIZATION', 'GATEWAY_AUTHORIZATION'])
  const { calls } = readHar(file)
  const wrong = calls.find(({ answer }) => answer.status === 401)?.number
  const { all } = await replayed(file, {
    CURITY_AUTHORIZATION: 'application',
    GATEWAY_AUTHORIZATION: 'application',
    [`GATEWAY_AUTHORIZATION_${wrong}`]: `Basic ${Buffer.from('nobody:nothing').toString('base64')}`,
  })
  expect(told(all)).toEqual(again)
  const none = await replayed(file, { CURITY_AUTHORIZATION: 'application', GATEWAY_AUTHORIZATION: 'none' })
  expect(made(none.all).at(-1)).toMatchObject({ actual: 401, reason: 'gateway.no-credentials' })
})

test('who cleaned the requests alone is asked for what they had, and cookies that answers set are still compared', async () => {
  const isCredential = ([name]: readonly [string, string]) => /^(authorization|cookie)$/i.test(name)
  const cleaned = flow.map((each) => ({ ...each, headers: each.headers.filter((header) => !isCredential(header)) }))
  const file = saved(mitmproxy(cleaned))
  expect((await replayed(file)).missing).toEqual(['CURITY_AUTHORIZATION', 'GATEWAY_AUTHORIZATION'])
  const archive = readHar(file)
  expect([archive.withoutCredentials, archive.withoutSetCookies]).toEqual([true, false])
})

test('credentials that the user has from the archive are those of today', async () => {
  const pair = flow.flatMap(({ headers }) => headers).find(([, value]) => value.startsWith('Basic '))?.[1] ?? ''
  const file = saved(chromeSanitized(flow.filter(({ status }) => status !== 401)))
  const { all } = await replayed(file, { CURITY_AUTHORIZATION: pair, GATEWAY_AUTHORIZATION: pair })
  expect(told(all).map(([, , , actual]) => actual)).toEqual([204, 200, 201, 201, 200, 200, 200, 200])
})

test.for([
  '[redacted]',
  'REDACTED',
  '***',
  '<hidden>',
  '••••••',
  '[client_secret redacted]',
  'xxxxxxxx',
  '<secret removed>',
])('texts that stand as %s are known to be left out', async (mask, { expect }) => {
  const hidden = flow.map(
    (each): Seen => ({
      ...each,
      headers: each.headers.map(([name, value]) => [name, /^authorization$/i.test(name) ? `Basic ${mask}` : value]),
      body: each.body?.replace(/("password":")[^"]*/, `$1${mask}`),
      answerBody: each.answerBody.replace(/("(?:client_secret|access_token)":")[^"]*/g, `$1${mask}`),
    }),
  )
  const { missing } = await replayed(saved(mitmproxy(hidden)))
  expect(missing).toEqual(['CURITY_AUTHORIZATION', 'GATEWAY_AUTHORIZATION'])
})

test('a secret that is hidden beside its client id is the one that the client got meanwhile', async () => {
  const [, secret = ''] = /"client_secret":"([^"]+)"/.exec(flow.map(({ answerBody }) => answerBody).join()) ?? []
  const basic = (text: string) => text.replace(/^Basic (.*)$/, (_, pair) => `Basic ${hide(pair)}`)
  const hide = (pair: string) =>
    Buffer.from(Buffer.from(pair, 'base64').toString().replace(secret, '[redacted]')).toString('base64')
  const hidden = flow.map(
    (each): Seen => ({
      ...each,
      headers: each.headers.map(([name, value]) => [name, basic(value)]),
      answerBody: each.answerBody.replaceAll(secret, '[redacted]'),
    }),
  )
  const { missing, all } = await replayed(saved(mitmproxy(hidden)))
  expect(missing).toEqual([])
  expect(told(all)).toEqual(again)
})

test('a body that the archive does not have is asked for by the number of its request', async () => {
  const archive = firefox(flow)
  const requests = archive.log.entries.map(({ request }) => request as { url: string; postData?: unknown })
  const at = requests.findIndex(({ url }) => url.endsWith('/applications'))
  delete requests[at]?.postData
  const file = saved(archive)
  const name = `BODY_${at + 1}`
  expect((await replayed(file)).missing).toEqual([name])
  const { all } = await replayed(file, { [name]: '{"name":"billing"}' })
  expect(told(all)).toEqual(again)
})

test('an archive that begins when the developer was signed in already', async () => {
  const { missing, all } = await replayed(saved(chrome(flow.slice(1))))
  expect(missing).toEqual([])
  expect(told(all)).toEqual(again.slice(1))
})

test('no answer there, an answer here, is a difference', async () => {
  const failed = flow.map((each, at): Seen => (at === flow.length - 1 ? { ...each, status: 0, answerBody: '' } : each))
  const { all } = await replayed(saved(mitmproxy(failed)))
  expect(all.at(-1)?.differences).toEqual([{ where: 'status', expected: '(no answer)', actual: '200' }])
})

test.for([
  ['gzip', (text: string) => gzipSync(text)],
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
] as const)('reads a file with %s', async ([, pack], { expect }) => {
  const { all } = await replayed(saved(mitmproxy(flow.slice(0, 2)), pack))
  expect(told(all)).toEqual(again.slice(0, 2))
})
