import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort, freePorts } from '../../kit/free-port.ts'

test('several ports are different, and below those that a system hands out', async () => {
  const names = Array.from({ length: 100 }, (_, at) => `server ${at}`)
  const ports = await freePorts(names)
  expect(Object.keys(ports)).toEqual(names)
  expect(new Set(Object.values(ports)).size).toBe(100)
  for (const port of Object.values(ports)) expect([port >= 12_000, port < 32_768]).toEqual([true, true])
})

test('a port where somebody listens is not given', async () => {
  const taken = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const names = Array.from({ length: 500 }, (_, at) => `server ${at}`)
  expect(Object.values(await freePorts(names))).not.toContain(taken)
})
