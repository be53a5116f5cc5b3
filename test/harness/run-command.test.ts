import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ended } from './served.ts'

const bin = fileURLToPath(new URL('../../bin/dcr-harness.js', import.meta.url))

/** Runs `dcr-harness` in a folder of its own, which holds `files`. */
async function call(
  args: string[],
  { files = {}, env = {} }: { files?: Record<string, string>; env?: Record<string, string> } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-run-'))
  for (const [name, body] of Object.entries(files)) writeFileSync(join(folder, name), body)
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env } })
  return { ...(await ended(child)), folder }
}

const holds = (id: string, run = 'async () => {}') =>
  `export default { id: '${id}', title: 'of the test', refs: [], tags: ['${id}-tag'], run: ${run} }\n`
const files = {
  'a.mjs': holds('a'),
  'b.mjs': holds('b', 'async () => { throw new Error("no") }'),
  'c.mjs': holds('c'),
}
const all = ['a.mjs', 'b.mjs', 'c.mjs']

test('every wrong option is told at once, and the code is 2', async () => {
  const wrong = ['--shard', '3/2', '--parallel', 'x', '--grep', '[', '--reporter', 'xml,pretty,junit']
  const { code, stderr } = await call(['run', ...wrong])
  expect(code).toBe(2)
  expect(stderr).toContain('--shard: must be i/n with i from 1 to n')
  expect(stderr).toContain('--parallel: must be a whole number from 1')
  expect(stderr).toContain('--grep: Invalid regular expression')
  expect(stderr).toContain('--reporter: no reporter "xml"; there are pretty, junit, html, json')
  expect(stderr).toContain('--output: several reporters need a place for their files')
})

test.for([
  ['by tag', ['--tag', 'a-tag'], /✓ a .*\n\n1 passed, 0 failed\n$/],
  ['by what its id or title says', ['--grep', '^C$'], /✓ c .*\n\n1 passed, 0 failed\n$/],
  ['one of two parts', ['--shard', '2/2'], /✗ b .*\n[\s\S]*\n0 passed, 1 failed\n$/],
  ['until the first failure', ['--bail', '--parallel', '1'], /✓ a .*\n✗ b [\s\S]*\n1 passed, 1 failed\n$/],
] as const)('runs %s', async ([, options, expected]) => {
  const { stdout } = await call(['run', ...all, ...options], { files })
  expect(stdout).toMatch(expected)
})

test('--list prints what would run, with tags and titles, and runs nothing', async () => {
  const { code, stdout } = await call(['run', ...all, '--list', '--shard', '2/3'], { files })
  expect([code, stdout]).toEqual([0, 'b  [b-tag]  of the test\n'])
})

test('--parallel says how many run at once', async () => {
  const meets = `async () => {
    globalThis.come = [...(globalThis.come ?? []), 1]
    while (globalThis.come.length < 2) await new Promise((resolve) => setImmediate(resolve))
  }`
  const pair = { 'a.mjs': holds('a', meets), 'b.mjs': holds('b', meets) }
  const together = await call(['run', 'a.mjs', 'b.mjs', '--parallel', '2'], { files: pair })
  expect([together.code, together.stdout]).toEqual([0, expect.stringMatching(/2 passed, 0 failed\n$/)])
  const alone = await call(['run', 'a.mjs', 'b.mjs', '--parallel', '1', '--timeout', '1'], { files: pair })
  expect([alone.code, alone.stdout]).toEqual([1, expect.stringMatching(/✗ a .*\n[\s\S]*took longer than 1 s/)])
})

test('a selection that leaves nothing is a wrong call', async () => {
  const { code, stderr } = await call(['run', 'a.mjs', '--tag', 'nobody'], { files })
  expect([code, stderr]).toEqual([2, expect.stringContaining('no scenario is left to run')])
})

test.for([
  [
    'takes too long, and leaves a timer',
    holds('slow', 'async () => { setInterval(() => {}, 1000); await new Promise(() => {}) }'),
    ['--timeout', '1'],
    /it took longer than 1 s/,
  ],
  [
    'leaves a server',
    `import { createServer } from 'node:http'
${holds('open', 'async () => { await new Promise((done) => createServer().listen(0, "127.0.0.1", done)) }')}`,
    [],
    /it left servers listening: 127\.0\.0\.1:\d+/,
  ],
] as const)('a scenario that %s fails, and the process ends', async ([, body, options, why]) => {
  const { code, stdout } = await call(['run', 'a.mjs', ...options], { files: { 'a.mjs': body } })
  expect([code, stdout]).toEqual([1, expect.stringMatching(why)])
})

test('what nobody awaited fails its own scenario, with its line, and the others run on', async () => {
  const stray = `import assert from 'node:assert/strict'
const about = { title: 'of the test', refs: [] }
export default [
  { id: 'rejects', ...about, run: async () => void Promise.reject(new Error('lost')) },
  { id: 'throws', ...about, run: () => new Promise((resolve) => setTimeout(() => { resolve(); throw new Error('late') }, 1)) },
  { id: 'begins', ...about, run: async ({ portal }, step) => void step('half', () => portal.createApplication({ name: 'a' })) },
  { id: 'asserts', ...about, run: async () => assert.equal(1, 2) },
  { id: 'arms', ...about, run: ({ levers }) => levers.fault('curity', { endpoint: 'token', kind: 'hang' }) },
  { id: 'holds', ...about, run: async () => {} },
]
`
  const { code, stdout, stderr } = await call(['run', 'stray.mjs'], { files: { 'stray.mjs': stray } })
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toMatch(/✗ rejects .*\n {4}nobody awaited what failed: lost\n {4}at .*stray\.mjs:4:/)
  expect(stdout).toMatch(/✗ throws .*\n {4}nobody awaited what failed: late\n {4}at .*stray\.mjs:5:/)
  expect(stdout).toMatch(/✗ begins .*\n[\s\S]*it ended before a step that nobody awaited: half\n/)
  expect(stdout).toMatch(/✗ asserts .*\n[\s\S]*1 !== 2\n[\s\S]*at .*stray\.mjs:7:/)
  expect(stdout).toMatch(/✗ arms .*\n {4}armed but never hit: token \(hang\)\n/)
  expect(stdout).toMatch(/✓ holds .*\n\n1 passed, 5 failed\n$/)
})

test('several reports go to a folder, with an archive and annotations', async () => {
  const reports = ['--reporter', 'pretty,junit,html,json', '--output', 'out/', '--har', 'out/run.har']
  const { code, stdout, folder } = await call(['run', 'b.mjs', 'no-route', ...reports], {
    files,
    env: { GITHUB_ACTIONS: 'true' },
  })
  expect(code).toBe(1)
  expect(stdout).toContain('::error file=b.mjs,line=1,title=b::of the test%0Ano')
  for (const name of ['report.xml', 'report.html', 'report.json', 'run.har']) {
    expect(existsSync(join(folder, 'out', name)), name).toBe(true)
  }
  expect(readFileSync(join(folder, 'out/run.har'), 'utf8')).toContain('"_server": "gateway-sim"')
})

test('the exchanges are printed as a sequence', async () => {
  const { stdout } = await call(['run', 'no-route', '--transcript', 'text'])
  expect(stdout).toContain('client → gateway-sim  GET /nowhere  404')
  expect(stdout).toContain('    gateway.no-route: ')
})

test('a new scenario runs as it is written, is not overwritten, and needs a good name', async () => {
  const { code, stdout, folder } = await call(['new', 'bug-1234'])
  expect([code, stdout]).toEqual([0, 'wrote bugs/bug-1234.ts; run it with: npx dcr-harness run ./bugs/bug-1234.ts\n'])
  const file = join(folder, 'bugs/bug-1234.ts')
  const ran = await call(['run', file])
  expect([ran.code, ran.stdout]).toEqual([0, expect.stringMatching(/✓ bug-1234 .*\n\n1 passed, 0 failed\n$/)])

  writeFileSync(file, 'my own\n')
  const again = await call(['new', 'bug-1234', '--folder', join(folder, 'bugs')])
  expect([again.code, again.stdout, again.stderr]).toEqual([
    2,
    '',
    `dcr-harness: new:\n  ${file}: is there already; nothing was written\n`,
  ])
  expect(readFileSync(file, 'utf8')).toBe('my own\n')
  const unnamed = await call(['new', 'Bug 1'])
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('must be in kebab-case')])
  expect(existsSync(join(unnamed.folder, 'bugs'))).toBe(false)
})

test('--watch refuses names that nothing has', async () => {
  const { code, stderr } = await call(['run', 'nowhere.mjs', 'walkthrough-v4', '--watch'])
  expect(code).toBe(2)
  expect(stderr).toContain('nowhere.mjs: no such file')
  expect(stderr).toContain('walkthrough-v4: no such scenario')
})

test('--watch runs again when a file changes, also when the run before hangs, and ends by a signal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-watch-'))
  const write = (body: string) => writeFileSync(join(folder, 'a.mjs'), body)
  write(holds('first'))
  const child = spawn(process.execPath, [bin, 'run', 'a.mjs', '--watch'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.once('close', resolve))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const says = (what: RegExp) => expect.poll(() => said).toMatch(what)
  await says(/✓ first .*\n\n1 passed/)
  write(
    holds('hangs', "async () => { console.log('hanging'); setInterval(() => {}, 1000); await new Promise(() => {}) }"),
  )
  await says(/— changed, again —\s+hanging/)
  write(holds('last'))
  // One change of a file may be told twice, and each starts again.
  await says(/hanging\s+(?:— changed, again —\s+(?:hanging\s+)?)+✓ last .*\n\n1 passed/)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said).not.toContain('✓ hangs')
})
