import { expect, onTestFinished, test } from 'vitest'
import { type ServerName, startWorld, type World } from '../../harness/public.ts'
import { curityLifetimes } from './curity.ts'
import { gatewayLifetimes } from './gateway.ts'
import { konnectLifetimes } from './konnect.ts'

/** How the clock of one server, which stands, comes `ms` further. */
const ways = {
  advance: ({ levers }: World, server: ServerName, ms: number) => levers.clock(server, { advance: ms }),
  async skew({ levers }: World, server: ServerName, ms: number) {
    const { offset } = await levers.clock(server)
    return levers.clock(server, { skew: offset + ms })
  },
  async freeze({ levers }: World, server: ServerName, ms: number) {
    const { now } = await levers.clock(server)
    return levers.clock(server, { freeze: now + ms })
  },
} as const

/** Stops every clock at the same whole second, so that a life is as long as it says on a machine of any pace. Gives the time, epoch ms. */
async function stopped({ levers }: World): Promise<number> {
  const { now } = await levers.clock('gateway')
  const freeze = Math.ceil(now / 1000) * 1000
  for (const server of levers.servers) await levers.clock(server, { freeze })
  return freeze
}

const runOn = async ({ levers }: World): Promise<void> => {
  for (const server of levers.servers) await levers.clock(server, { freeze: false, reset: true })
}

const lifetimes = Object.entries({ ...curityLifetimes, ...konnectLifetimes, ...gatewayLifetimes })

test.for(lifetimes)('%s: lives by the clock of its server alone, however that is moved', async ([, lifetime]) => {
  const { server, seconds, given } = lifetime
  const world = await startWorld(given ? { given } : {})
  onTestFinished(() => world.close())
  const app = await world.portal.createApplication({ name: 'billing' })
  await world.portal.register(app)
  await world.gateway.inSync()
  for (const [way, move] of Object.entries(ways)) {
    for (const margin of [-2, 2]) {
      const began = await stopped(world)
      const isAlive = await lifetime.begin(world, app)
      const { now } = await move(world, server, (seconds + margin) * 1000)
      // A skew goes by the machine's time, which has gone on since it was read.
      const lives = now - began < seconds * 1000
      expect([way, margin, await isAlive(lives)]).toEqual([way, margin, lives])
      await runOn(world)
      await world.gateway.node(1).admin('DELETE', '/cache')
    }
  }
})
