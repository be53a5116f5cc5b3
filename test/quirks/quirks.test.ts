import { describe, expect, onTestFinished, test } from 'vitest'
import { knownQuirks as ofGateway } from '../../gateway-sim/quirks/known.ts'
import { type ServerName, startWorld } from '../../harness/public.ts'
import { knownQuirks as ofCurity } from '../../mock-curity/quirks/known.ts'
import { knownQuirks as ofKonnect } from '../../mock-konnect/quirks/known.ts'
import { curityRows } from './curity.ts'
import { consumerRows } from './gateway-consumers.ts'
import { credentialRows } from './gateway-credentials.ts'
import { discoveryRows } from './gateway-discovery.ts'
import { sessionRows } from './gateway-sessions.ts'
import { tokenRows } from './gateway-tokens.ts'
import { konnectRows } from './konnect.ts'
import type { QuirkRow } from './row.ts'

const servers: readonly {
  server: ServerName
  known: readonly { name: string }[]
  rows: Readonly<Record<string, QuirkRow>>
}[] = [
  {
    server: 'gateway',
    known: ofGateway,
    rows: { ...credentialRows, ...consumerRows, ...discoveryRows, ...tokenRows, ...sessionRows },
  },
  { server: 'konnect', known: ofKonnect, rows: konnectRows },
  { server: 'curity', known: ofCurity, rows: curityRows },
]

describe.for(servers)('quirks of $server, as they are seen from outside', ({ server, known, rows }) => {
  test('each known one has a row, and each row is known', () => {
    const names = (all: Iterable<string>) => [...all].sort()
    expect(names(Object.keys(rows))).toEqual(names(known.map(({ name }) => name)))
  })

  test.for(Object.entries(rows))('%s', async ([name, row]) => {
    const world = await startWorld(row.given ? { given: row.given } : {})
    onTestFinished(() => world.close())
    const seenWith = async (on: string[]) => {
      await world.levers.reset()
      await world.portal.signIn()
      const app = await world.portal.createApplication({ name: 'billing' })
      await world.portal.register(app)
      await world.levers.quirks(server, { on })
      return row.sees(world, app)
    }
    expect(await seenWith([]), 'without').toEqual(row.without)
    expect(await seenWith([name]), 'with').toEqual(row.with)
    expect(await seenWith([]), 'and without again').toEqual(row.without)
  })
})
