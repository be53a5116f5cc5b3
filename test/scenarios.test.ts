import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeCount } from '../harness/demo/start.ts'
import { edgeNames } from '../harness/network/edge.ts'
import { bringsQuirks } from '../harness/quirks.ts'
import { describe as told } from '../harness/reporters/pretty.ts'
import { runScenario } from '../harness/runner.ts'
import { select } from '../harness/selection.ts'
import { startServers } from '../harness/servers.ts'
import { freshWorlds, sharedWorlds } from '../harness/worlds.ts'

const shipped = await select([], fileURLToPath(new URL('../scenarios/', import.meta.url)))

describe('each shipped scenario holds in a world of its own', () => {
  test.for(shipped)('$id', async (scenario) => {
    const result = await runScenario(scenario, freshWorlds)
    expect(result.outcome, told(result)).toBe('passed')
  })
})

describe('each shipped scenario holds against servers that run already', async () => {
  // With a plain hop on every way, so that scenarios about the network can have theirs.
  const servers = await startServers({ given: { network: Object.fromEntries(edgeNames.map((name) => [name, {}])) } })
  const worlds = await sharedWorlds(servers.addresses)
  afterAll(async () => {
    await worlds.end()
    await servers.close()
  })

  const fits = ({ given = {} }: (typeof shipped)[number]) =>
    nodeCount(given) === 1 && !given.tls && !bringsQuirks(given)
  test.for(shipped.filter(fits))('$id', async (scenario) => {
    const result = await runScenario(scenario, worlds)
    expect(result.outcome, told(result)).toBe('passed')
  })

  test.for(shipped.filter(({ given }) => nodeCount(given ?? {}) > 1))('$id is skipped: one node', async (scenario) => {
    expect(await runScenario(scenario, worlds)).toMatchObject({
      outcome: 'skipped',
      why: `needs ${nodeCount(scenario.given ?? {})} data plane nodes, and there is 1`,
    })
  })

  test.for(shipped.filter(({ given }) => given?.tls || bringsQuirks(given ?? {})))(
    '$id is skipped: its own',
    async (scenario) => {
      const { outcome, why } = await runScenario(scenario, worlds)
      expect([outcome, why]).toEqual([
        'skipped',
        expect.stringMatching(/^(needs certificates|brings quirks) of its own/),
      ])
    },
  )
})
