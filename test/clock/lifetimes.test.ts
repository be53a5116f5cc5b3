import { expect, onTestFinished, test } from 'vitest'
import { type ServerName, startWorld, type World } from '../../harness/public.ts'
import { curityLifetimes } from './curity.ts'
import { gatewayLifetimes } from './gateway.ts'
import { konnectLifetimes } from './konnect.ts'

/** How the clock of one server comes `ms` further. */
const ways = {
  advance: ({ levers }: World, server: ServerName, ms: number) => levers.advance(ms, server),
  skew: ({ levers }: World, server: ServerName, ms: number) => levers.clock(server, { skew: ms }),
  async freeze({ levers }: World, server: ServerName, ms: number) {
    const { now } = await levers.clock(server)
    return levers.clock(server, { freeze: now + ms })
  },
} as const

const lifetimes = Object.entries({ ...curityLifetimes, ...konnectLifetimes, ...gatewayLifetimes })

test.for(lifetimes)('%s: lives by the clock of its server alone, however that is moved', async ([, lifetime]) => {
  const { server, seconds, given } = lifetime
  const world = await startWorld(given ? { given } : {})
  onTestFinished(() => world.close())
  const app = await world.portal.createApplication({ name: 'billing' })
  await world.portal.register(app)
  await world.gateway.inSync()
  for (const [way, move] of Object.entries(ways)) {
    for (const [margin, lives] of [
      [-2, true],
      [2, false],
    ] as const) {
      const isAlive = await lifetime.begin(world, app)
      await move(world, server, (seconds + margin) * 1000)
      expect([way, margin, await isAlive()]).toEqual([way, margin, lives])
      await world.levers.clock(server, { freeze: false, reset: true })
      await world.gateway.node(1).admin('DELETE', '/cache')
    }
  }
})
