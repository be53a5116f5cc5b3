import { expect, test } from 'vitest'
import { type Fault, scenario, type World } from '../../harness/public.ts'
import { runScenario } from '../../harness/runner.ts'
import { freshWorlds } from '../../harness/worlds.ts'

const fault: Fault = { endpoint: 'proxy', kind: 'answer', status: 503 }

const places: readonly [where: string, arm: (world: World) => Promise<unknown>, why: string | undefined][] = [
  ['one node, never called', ({ gateway }) => gateway.node(2).fault(fault), 'armed but never hit: proxy (answer)'],
  ['one node, called', ({ gateway }) => gateway.node(1).fault(fault), undefined],
  ['every node, one of them called', ({ levers }) => levers.fault('gateway', fault), undefined],
  [
    'the upstream',
    ({ levers }) => levers.fault('upstream', { endpoint: 'upstream', kind: 'hang' }),
    'armed but never hit: upstream (hang)',
  ],
  [
    'Konnect',
    ({ levers }) => levers.fault('konnect', { endpoint: 'konnect.*', kind: 'hang' }),
    'armed but never hit: konnect.* (hang)',
  ],
]

test.for(places)('a fault armed at %s', async ([, arm, why]) => {
  const given = { gateway: { nodes: 2 } }
  const run = async (world: World) => {
    await arm(world)
    await world.gateway.node(1).get('/orders')
  }
  const result = await runScenario(
    scenario({ id: 'x', title: 'x', refs: [], needs: ['levers'], given, run }),
    freshWorlds,
  )
  expect([result.outcome, result.why]).toEqual([why === undefined ? 'passed' : 'failed', why])
})
