import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { Known } from '../../harness/scenario-values.ts'
import { walk } from '../../harness/walk.ts'
import { startWorld } from '../../harness/world.ts'
import { command } from './served.ts'

test('a flow that was walked becomes a scenario that runs, in a fresh world, without a secret in it', async () => {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const { clientSecret } = await walk(world, () => undefined)
  const answer = await fetch(`${world.addresses.konnect.url}/_mock/exchanges?format=scenario`)
  const text = await answer.text()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(text).toMatch(/portal\.call\('POST', '\/applications', \{ json: \{ name: 'walk-[0-9a-f]{8}' \} \}\)/)
  expect(text).toContain("basic: { clientId: at(reply2, ['client_id']), clientSecret: at(reply2, ['client_secret']) }")
  expect(text).toContain("assert.equal(reply5.reason, 'gateway.basic.wrong-secret')")
  expect(text).not.toContain(clientSecret)
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-scenario-'))
  mkdirSync(join(folder, 'bugs'))
  writeFileSync(join(folder, 'bugs/recorded-flow.ts'), text)
  const { code, stdout } = await ended(join(folder, 'bugs/recorded-flow.ts'))
  expect([code, stdout]).toEqual([0, expect.stringMatching(/✓ recorded-flow .*\n\n1 passed, 0 failed\n$/)])
})

async function ended(file: string) {
  const child = command(['run', file])
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout }
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: what looks like a template is the point
test.for([
  'it\'s "quoted" \\ and `ticked` ${process.exit()}',
  'two\nlines\r\u2028and more',
  "'); process.exit(); ('",
  '',
])('whatever a call had in it is a text in the scenario: %j', (hostile) => {
  const known = new Known()
  known.learn('reply1', JSON.stringify({ id: 'an-id-of-one' }))
  const at = () => 'an-id-of-one'
  const value = {
    [hostile || 'x']: [hostile, `an-id-of-one${hostile}an-id-of-one`],
    ['__proto__']: hostile,
    n: null,
    t: true,
  }
  const context = { at, reply1: {}, process: { exit: () => expect.fail('code ran') } }
  expect(JSON.stringify(runInNewContext(`(${known.sayValue(value)})`, context))).toBe(JSON.stringify(value))
  expect(known.reads).toBe(true)
})

test('a secret that no answer brought is left to be filled in, each under one name', () => {
  const known = new Known()
  expect([known.say('***4'), known.say('***4'), known.say('Bearer ***12')]).toEqual([
    'secret4',
    'secret4',
    '`Bearer ${secret12}`',
  ])
  expect(known.blanks).toEqual(['secret4', 'secret12'])
})
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
