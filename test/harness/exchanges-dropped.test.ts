import { expect, onTestFinished, test } from 'vitest'
import { htmlReport } from '../../harness/reporters/html.ts'
import { junit } from '../../harness/reporters/junit.ts'
import { describe as told } from '../../harness/reporters/pretty.ts'
import { runScenario } from '../../harness/runner.ts'
import { scenario } from '../../harness/scenario.ts'
import { connectWorld } from '../../harness/world.ts'
import { sharedWorlds } from '../../harness/worlds.ts'
import type { Har } from '../../kit/har-schema.ts'
import { upServing } from './served.ts'

test('of more exchanges than are kept the last ones are told, and everywhere how many went before', async () => {
  const { addresses, end } = await upServing([], { EXCHANGES_KEPT: '5' })
  onTestFinished(() => end('SIGTERM'))
  const world = await connectWorld(addresses)
  onTestFinished(() => world.close())
  for (let count = 0; count < 12; count++) await world.gateway.get(`/nowhere/${count}`)
  const lever = async (query: string) =>
    (await fetch(`${addresses.konnect.url}/_mock/exchanges${query}`, { headers: { accept: '*/*' } })).text()

  const { exchanges, dropped } = JSON.parse(await lever('')) as { exchanges: { id: number }[]; dropped: number }
  // Ids count every exchange from 1, so the last one tells how many there were.
  expect(exchanges).toHaveLength(5)
  expect(exchanges.at(-1)?.id).toBe(dropped + 5)
  expect(dropped).toBeGreaterThanOrEqual(7)
  const words = `${dropped} exchanges before these are no longer kept`
  expect(await lever('?format=text')).toMatch(new RegExp(`^${words}\nclient → gateway-sim {2}GET /nowhere/7 `))
  expect(await lever('?format=mermaid')).toContain(`\n  Note over p0: ${words}\n`)
  expect((JSON.parse(await lever('?format=har')) as Har).log).toMatchObject({ comment: words, entries: { length: 5 } })
  const page = await (await fetch(`${addresses.konnect.url}/_mock/`)).text()
  expect(page).toContain(`The last 5 exchanges are kept; ${dropped} went before.`)
})

test('a scenario with more exchanges than are kept says so in each report', async () => {
  const { addresses, end } = await upServing([], { EXCHANGES_KEPT: '5' })
  onTestFinished(() => end('SIGTERM'))
  const worlds = await sharedWorlds(addresses)
  onTestFinished(() => worlds.end())
  const talkative = scenario({
    id: 'talkative',
    title: 'it calls a lot',
    refs: [],
    async run({ gateway }) {
      for (let count = 0; count < 12; count++) await gateway.get(`/nowhere/${count}`)
      throw new Error('no')
    },
  })
  const result = await runScenario(talkative, worlds)
  expect(result.exchanges).toHaveLength(5)
  const words = `${result.dropped} exchanges before these are no longer kept`
  expect(result.dropped).toBeGreaterThanOrEqual(7)
  expect(told(result)).toContain(words)
  expect(junit([result])).toContain(words)
  expect(htmlReport([result], 0)).toContain(words)
})
