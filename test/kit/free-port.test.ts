import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort, freePorts } from '../../kit/free-port.ts'

const names = (count: number) => Array.from({ length: count }, (_, at) => `server ${at}`)

test('several ports are different, and below those that a system hands out', async () => {
  const ports = await freePorts(names(100))
  expect(Object.keys(ports)).toEqual(names(100))
  expect(new Set(Object.values(ports)).size).toBe(100)
  for (const port of Object.values(ports)) expect([port >= 12_000, port < 32_768]).toEqual([true, true])
})

test('a port that was given is given to nobody else, although nobody listens on it yet', async () => {
  const given: number[] = []
  for (let at = 0; at < 500; at++) given.push(await freePort())
  expect(new Set(given).size).toBe(500)
})

test('a port where somebody listens is not given', async () => {
  const taken = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  // As many as there are to choose from: its turn comes among them.
  expect(Object.values(await freePorts(names(1000)))).not.toContain(taken)
})
