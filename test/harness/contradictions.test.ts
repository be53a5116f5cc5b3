import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { prepare } from '../../harness/demo/prepare.ts'
import { type Given, startWorld } from '../../harness/public.ts'
import { runScenario } from '../../harness/runner.ts'
import { readSettings } from '../../harness/settings.ts'
import { sharedWorlds } from '../../harness/worlds.ts'
import type { Complaints } from '../../kit/complaints.ts'

const beside = 'must not stand beside the switch gatewayVersion'
const idle = 'has no effect in an empty world; leave it out, or konnect.world'

const contradictory: readonly [Given, { path: string; expected: string }[]][] = [
  [
    { gateway: { release: '3.9', behaviour: { gatewayVersion: '3.14' } } },
    [{ path: 'gateway.release', expected: beside }],
  ],
  [
    { gateway: { behaviour: { gatewayVersion: '3.14' }, nodes: [{}, { release: '3.9' }] } },
    [{ path: 'gateway.nodes.1.release', expected: beside }],
  ],
  [
    { konnect: { world: 'empty' }, strategy: { scopes: [] }, developer: { status: 'pending' } },
    [
      { path: 'strategy', expected: idle },
      { path: 'developer', expected: idle },
    ],
  ],
]

const listOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'taken',
    (error: Complaints) => error.list,
  )

const strange: readonly [object, { path: string; expected: string }[]][] = [
  [{ curty: {} }, [{ path: 'curty', expected: 'no such setting (did you mean "curity"?)' }]],
  [
    { strategy: { auth_method: ['bearer'], scopes: [] } },
    [{ path: 'strategy.auth_method', expected: 'no such field of openid-connect (did you mean "auth_methods"?)' }],
  ],
]

test.for(strange)(
  '%j says what nothing has: refused of a program, of a file, of servers that run already',
  async ([given, list]) => {
    expect(await listOf(startWorld({ given }))).toEqual(list)
    const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-given-')), 'dcr-harness.yaml')
    writeFileSync(file, JSON.stringify(given))
    expect(await listOf(readSettings(file))).toEqual(list)
    const world = await startWorld()
    onTestFinished(() => world.close())
    expect(await listOf(prepare(world, given))).toEqual(list)
  },
)

test('fields that Konnect is told to keep are taken', async () => {
  const behaviour = { unknownStrategyFields: 'keep' } as const
  const world = await startWorld({ given: { konnect: { behaviour }, strategy: { field_of_tomorrow: true } } })
  await world.close()
})

test.for(contradictory)('%j is refused before anything starts, of a scenario and of a file', async ([given, list]) => {
  expect(await listOf(startWorld({ given }))).toEqual(list)
  const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-given-')), 'dcr-harness.yaml')
  writeFileSync(file, JSON.stringify(given))
  expect(await listOf(readSettings(file))).toEqual(list)
})

test('servers that run already refuse it too, and the scenario fails in words', async () => {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const [given] = contradictory[2] ?? []
  const scenario = { id: 'x', title: 'x', refs: [], run: async () => undefined, ...(given && { given }) }
  const worlds = await sharedWorlds(world.addresses)
  const { outcome, why } = await runScenario(scenario, worlds)
  await worlds.end()
  expect([outcome, why]).toEqual(['failed', `given:\n  strategy: ${idle}\n  developer: ${idle}`])
})

test('nodes of a release each, and an empty world, are taken', async () => {
  const world = await startWorld({ given: { gateway: { nodes: [{ release: '3.9' }, { release: '3.14' }] } } })
  await world.close()
  const empty = await startWorld({ given: { konnect: { world: 'empty' } } })
  await empty.close()
  expect([world.gateway.nodes, empty.gateway.nodes]).toEqual([2, 1])
})
