import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { type Installed, installed } from './package/installed.ts'

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

let stranger: Installed

beforeAll(async () => {
  stranger = await installed()
})

afterAll(() => stranger?.remove())

test('the package holds what runs, its types and its papers, and no sources', () => {
  const others = stranger.files.filter((path) => !/^(bin|dist)\//.test(path))
  expect(others.sort()).toEqual([
    ...['CHANGELOG.md', 'LICENSE', 'README.md', 'gateway-sim/EVIDENCE.md', 'gateway-sim/README.md'],
    ...['harness/CONTAINERS.md', 'harness/README.md', 'harness/VOCABULARY.md', 'kit/README.md'],
    ...['mock-curity/README.md', 'mock-konnect/README.md', 'package.json', 'scenarios/README.md'],
  ])
  expect(stranger.files).toContain('dist/THIRD-PARTY-NOTICES.txt')
  expect(stranger.files.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([])
})

test('npx dcr-harness --version', async () => {
  expect(await stranger.call('npx', 'dcr-harness', '--version')).toEqual({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  })
})

test.for([
  ['without a type', { type: undefined }],
  ['of type commonjs, as npm init writes it', { type: 'commonjs' }],
  ['of type module', { type: 'module' }],
] as const)('npx dcr-harness run my.ts: a scenario of the user, in a folder %s', async ([, setting]) => {
  stranger.describe(setting)
  stranger.write(
    'my.ts',
    `import assert from 'node:assert/strict'
import { scenario, type World } from 'dcr-harness'

const greeting: string = 'mine'
export default scenario({
  id: greeting,
  title: 'an application calls the API',
  refs: ['ticket 1'],
  async run({ portal, gateway }: World, step) {
    const application = await step('a developer creates an application', () => portal.createApplication({ name: 'mine' }))
    await step('she registers it', () => portal.register(application))
    const reply = await step('it calls', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 200)
  },
})
`,
  )
  const { code, stdout, stderr } = await stranger.call('npx', 'dcr-harness', 'run', 'my.ts')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^✓ mine .*\n\n1 passed, 0 failed\n$/)
})

test('npx dcr-harness run: the scenarios that come with the package', async () => {
  const { code, stdout } = await stranger.call('npx', 'dcr-harness', 'run', 'walkthrough', '--json')
  const { results } = JSON.parse(stdout) as { results: { id: string; outcome: string }[] }
  expect([code, results.map(({ id, outcome }) => `${id} ${outcome}`)]).toEqual([
    0,
    ['walkthrough-application-setup passed', 'walkthrough-v2 passed', 'walkthrough-v3 passed'],
  ])
})

test('npx dcr-harness up serves until Ctrl-C, and ends then', async () => {
  const child = stranger.start('npx', 'dcr-harness', 'up', '--json')
  const { addresses } = await ready(child)
  expect((await fetch(`${addresses.gateway.url}/orders`)).status).toBe(401)

  const ended = once(child, 'exit')
  // Ctrl-C reaches every process of the terminal's foreground group.
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await ended
  // npx may go before its child, which the signal reached as well.
  const answers = () =>
    fetch(addresses.gateway.url).then(
      () => 'serves',
      (error: Error) => error.message,
    )
  await expect.poll(answers).toBe('fetch failed')
})

test('the package in a program: worlds start, are connected to, and let the program end', async () => {
  stranger.write(
    'program.mjs',
    `import { connectWorld, startWorld } from 'dcr-harness'
const world = await startWorld()
const same = await connectWorld(world.addresses)
const application = await same.portal.createApplication({ name: 'program' })
await same.portal.register(application)
console.log((await world.gateway.get('/orders', { basic: application })).status)
await same.close()
await world.close()
`,
  )
  expect(await stranger.call('node', 'program.mjs')).toEqual({ code: 0, stdout: '200\n', stderr: '' })
})

test('the types of the package hold in a strict program, and refuse what is wrong', async () => {
  stranger.write(
    'typed.mts',
    `import { connectWorld, scenario, startWorld, type Scenario, type World } from 'dcr-harness'

const world: World = await startWorld({ given: { strategy: { auth_methods: ['bearer'] } } })
const other = await connectWorld(world.addresses)
const application = await other.portal.createApplication({ name: 'typed' })
const id: string = application.clientId
const { status, reason }: { status: number; reason?: string | undefined } = await world.gateway.get('/orders')
const mine: Scenario = scenario({ id, title: 'typed', refs: [], run: async ({ levers }) => void levers })
// @ts-expect-error a scenario has a title
scenario({ id: 'x', refs: [], run: async () => {} })
// @ts-expect-error there is no such option
await startWorld({ given: { nothing: true } })
export { mine, reason, status }
`,
  )
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false']
  const setting = ['--module', 'nodenext', '--target', 'es2024', '--types', '']
  const { code, stdout } = await stranger.call('node', tsc, ...options, ...setting, 'typed.mts')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})

interface Ready {
  event: string
  addresses: { gateway: { url: string } }
}

/** What `up --json` says when everything listens. */
async function ready(child: ChildProcess): Promise<Ready> {
  let said = ''
  const { stdout } = child
  if (!stdout) throw new Error('the output is not a pipe')
  for await (const chunk of stdout) {
    said += chunk
    const line = said.split('\n').find((line) => line.includes('"ready"'))
    if (line !== undefined && said.endsWith('\n')) return JSON.parse(line) as Ready
  }
  throw new Error(`up ended early: ${said}`)
}
