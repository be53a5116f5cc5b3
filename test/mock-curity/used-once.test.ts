import { expect, test } from 'vitest'
import { manualClock } from '../../kit/clock.ts'
import { memoryDatabase } from '../../kit/memory-database.ts'
import { engineAdapter } from '../../mock-curity/oidc/adapter.ts'
import { artifacts } from '../../mock-curity/oidc/artifacts.ts'
import { delegations } from '../../mock-curity/tokens/delegations.ts'

function setUp() {
  const [database, clock] = [memoryDatabase(), manualClock()]
  const adapterFor = engineAdapter({
    artifacts: artifacts(database, clock),
    clients: { find: async () => undefined },
    delegations: delegations(database, clock),
    current: () => undefined,
    clock,
  })
  // The factory is a function here, where the library would also take a class.
  return adapterFor as (kind: string) => ReturnType<typeof adapterFor>
}

test.for(['AuthorizationCode', 'RefreshToken'])('of uses of one %s at the same time, one buys tokens', async (kind) => {
  const adapter = setUp()(kind)
  await adapter.upsert('key', { kind }, 60)
  const uses = await Promise.allSettled(Array.from({ length: 5 }, () => adapter.consume('key')))
  expect(uses.map(({ status }) => status).sort()).toEqual(['fulfilled', ...Array.from({ length: 4 }, () => 'rejected')])
  const [lost] = uses.flatMap((use) => (use.status === 'rejected' ? [use.reason as unknown] : []))
  expect(lost).toMatchObject({ error: 'invalid_grant', status: 400 })
})

test('other things may be marked as used more than once', async () => {
  const adapter = setUp()('PushedAuthorizationRequest')
  await adapter.upsert('key', { kind: 'PushedAuthorizationRequest' }, 60)
  await adapter.consume('key')
  await expect(adapter.consume('key')).resolves.toBeUndefined()
})
