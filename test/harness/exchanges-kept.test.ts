import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ended } from './served.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Every program that starts a server. */
const programs = [
  ['bin/dcr-harness.js', 'up'],
  ['bin/dcr-harness.js', 'curity'],
  ['bin/dcr-harness.js', 'konnect'],
  ['bin/dcr-harness.js', 'gateway'],
  ['bin/dcr-harness.js', 'echo'],
  ['mock-curity/main.ts'],
  ['mock-konnect/main.ts'],
  ['gateway-sim/main.ts'],
]

const start = ([file = '', ...args]: readonly string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [at(file), ...args], { env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test.for(programs)('%s %s reads how many exchanges it keeps, and refuses what is no number', async (...[program]) => {
  const child = start(program, { EXCHANGES_KEPT: 'many' })
  const { code, stderr } = await ended(child)
  expect([code, stderr]).toEqual([2, expect.stringContaining('EXCHANGES_KEPT')])
})

test('and keeps as many', async () => {
  const child = start(['mock-konnect/main.ts'], { EXCHANGES_KEPT: '2', KONNECT_PORT: '0' })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await expect.poll(() => said).toMatch(/http:\/\/127\.0\.0\.1:\d+\D/)
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
  for (let call = 0; call < 5; call++) await fetch(`${url}/v3/apis`)
  const told = (await (await fetch(`${url}/_mock/exchanges`)).json()) as { exchanges: unknown[]; dropped: number }
  expect([told.exchanges.length, told.dropped]).toEqual([2, 3])
})
