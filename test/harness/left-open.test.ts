import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { scenario, startWorld, type World } from '../../harness/public.ts'
import { runScenario } from '../../harness/runner.ts'
import { freshWorlds, type WorldSource } from '../../harness/worlds.ts'
import { freePort, freePorts } from '../../kit/free-port.ts'

/** Whether somebody listens there. */
const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const portOf = (url: string) => Number(new URL(url).port)

/** Listens, and does not end it. */
async function leaveOne(port: number): Promise<void> {
  const server = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

/** A world on ports that nobody else is given when it has gone. */
const worldOfItsOwn = async (): Promise<World> =>
  startWorld({ ports: await freePorts(['curity', 'curityAdmin', 'konnect', 'gateway', 'gatewayAdmin', 'echo']) })
const worlds: WorldSource = { ...freshWorlds, open: worldOfItsOwn }

/** A scenario of this test, which runs in a world of its own; what it ran as, and the ports that it knew. */
async function ran(run: (ports: number[], free: number) => Promise<void>, limit?: number) {
  const ports: number[] = []
  const free = await freePort()
  const notes = (world: World) => {
    const { curity, konnect, gateway } = world.addresses
    ports.push(...[curity.url, konnect.url, gateway.url].map(portOf))
  }
  const result = await runScenario(
    scenario({
      id: 'careless',
      title: 'leaves things behind',
      refs: [],
      async run(world) {
        notes(world)
        await run(ports, free)
      },
    }),
    worlds,
    limit === undefined ? {} : { limit },
  )
  return { result, listening: (await Promise.all(ports.map(listens))).filter(Boolean), ports }
}

test('a scenario that passes and leaves a server fails, and nothing of it or its world listens any more', async () => {
  const { result, listening, ports } = await ran(async (known, free) => {
    known.push(free)
    await leaveOne(free)
  })
  expect([result.outcome, result.why, listening]).toEqual([
    'failed',
    `it left servers listening: 127.0.0.1:${ports.at(-1)}`,
    [],
  ])
})

test('one that throws and leaves a whole world is told both, and nothing listens any more', async () => {
  const { result, listening, ports } = await ran(async (known) => {
    const other = await worldOfItsOwn()
    known.push(portOf(other.addresses.curity.url), portOf(other.addresses.gateway.url))
    throw new Error('half-way')
  })
  expect(result.outcome).toBe('failed')
  expect(result.why).toMatch(/^half-way\n[\s\S]*it left servers listening: /)
  for (const port of ports.slice(3)) expect(result.why).toContain(`127.0.0.1:${port}`)
  expect([ports.length, listening]).toEqual([5, []])
})

test('one that takes too long with a server open is told both, and nothing listens any more', async () => {
  const { result, listening } = await ran(async (known, free) => {
    known.push(free)
    await leaveOne(free)
    await new Promise(() => undefined)
  }, 300)
  expect(result.why).toMatch(/^it took longer than 0.3 s\n[\s\S]*it left servers listening: 127\.0\.0\.1:\d+$/)
  expect(listening).toEqual([])
})

test('one whose world cannot start fails in words, and there is no world', async () => {
  const given = { curity: { quirks: ['at-jwtt'] } }
  const run = async () => undefined
  const result = await runScenario(scenario({ id: 'x', title: 'x', refs: [], given, run }), freshWorlds)
  expect([result.outcome, result.why]).toEqual([
    'failed',
    'given:\n  curity.quirks.0: no such quirk as "at-jwtt" (did you mean "at-jwt"?)',
  ])
})
