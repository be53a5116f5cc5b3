import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { mockServer } from '../../kit/mock-server.ts'
import { CannotListen, serve } from '../../kit/serve.ts'
import { nameless, socketServer } from './listening.ts'

const setting = { who: 'mock-curity (runtime)', setting: 'CURITY_PORT' }

function app() {
  const made = mockServer('x')
  made.get('/', async () => ({ ok: true }))
  onTestFinished(() => made.close())
  return made
}

test('port 0 picks a free one, and tells which', async () => {
  const port = await serve(app(), { host: '127.0.0.1', port: 0, ...setting })
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).json()).toEqual({ ok: true })
})

test('refuses a port that is taken: which one, who needs it, how to choose another', async () => {
  const { port } = await socketServer(() => undefined)
  const listen = serve(app(), { host: '127.0.0.1', port, ...setting })
  await expect(listen).rejects.toThrow(CannotListen)
  await expect(listen).rejects.toThrow(
    `mock-curity (runtime) cannot listen on 127.0.0.1:${port}: the port is taken by another process; set CURITY_PORT to another port`,
  )
})

test.for(['203.0.113.1', nameless])('refuses the host %s, which is not of this machine', async (host) => {
  await expect(serve(app(), { host, port: 0, ...setting })).rejects.toThrow('this machine has no such address')
})

/** A program that closes on signals as `closing` says, started and ready. */
async function program(closing: string) {
  const kit = fileURLToPath(new URL('../../kit/serve.ts', import.meta.url))
  const source = `import { closeOnSignal } from ${JSON.stringify(kit)}
    closeOnSignal(() => ${closing}); setInterval(() => {}, 1000); console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return { child, ended: once(child, 'exit') }
}

test.for(['SIGINT', 'SIGTERM'] as const)('%s closes, then ends with code 0', async (signal) => {
  const { child, ended } = await program(`{ console.log('closed'); return Promise.resolve() }`)
  const closed = once(child.stdout, 'data')
  child.kill(signal)
  expect([String((await closed)[0]), await ended]).toEqual(['closed\n', [0, null]])
})

test('a close that fails ends with code 1', async () => {
  const { child, ended } = await program(`Promise.reject(new Error('x'))`)
  child.kill('SIGINT')
  expect(await ended).toEqual([1, null])
})

test('a second signal does not wait for a close that hangs', async () => {
  const { child, ended } = await program(`{ console.log('closing'); return new Promise(() => {}) }`)
  const closing = once(child.stdout, 'data')
  child.kill('SIGINT')
  await closing
  child.kill('SIGINT')
  expect(await ended).toEqual([1, null])
})

test('an answer that is under way goes out before a server with a grace closes, one that takes longer does not', async () => {
  const made = mockServer('x')
  const waiting: { answer: () => void }[] = []
  made.get('/slow', () => new Promise((resolve) => waiting.push({ answer: () => resolve({ ok: true }) })))
  const port = await serve(made, { host: '127.0.0.1', port: 0, grace: 500, ...setting })
  const soon = fetch(`http://127.0.0.1:${port}/slow`)
  await expect.poll(() => waiting.length, { interval: 1 }).toBe(1)
  const never = fetch(`http://127.0.0.1:${port}/slow`).catch((error: Error) => error.message)
  await expect.poll(() => waiting.length, { interval: 1 }).toBe(2)
  const closed = made.close()
  waiting[0]?.answer()
  expect(await (await soon).json()).toEqual({ ok: true })
  expect(await never).toBe('fetch failed')
  await closed
})
