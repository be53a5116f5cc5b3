import { test as base, expect } from 'vitest'
import { demoKonnectState } from '../../harness/demo/konnect.ts'
import { demo } from '../../harness/demo/names.ts'
import type { Given } from '../../harness/given.ts'
import { manualClock } from '../../kit/clock.ts'
import { countingIds } from '../../kit/ids.ts'
import { buildMockKonnect, type MockKonnect } from '../../mock-konnect/app.ts'
import type { MockKonnectOptions } from '../../mock-konnect/options.ts'
import { hashPassword } from '../../mock-konnect/secrets/password.ts'
import { operatorOf } from './admin-api/konnect.ts'
import { startIdentityProvider } from './identity-provider.ts'
import { portalClient } from './portal-client.ts'

export { demo } from '../../harness/demo/names.ts'

/** When everything happens. */
export const now = '2026-01-01T00:00:00.000Z'

/** A mock-konnect with the demo world, whose provider is `issuer`. */
export async function demoKonnect(
  issuer: string,
  given: Given = {},
  options: MockKonnectOptions = {},
): Promise<MockKonnect> {
  const clock = manualClock()
  const passwordHash = await hashPassword(demo.developer.password, countingIds())
  const upstream = 'http://127.0.0.1:9'
  const initialState = demoKonnectState({
    issuers: { provider: issuer, strategy: issuer },
    upstream,
    given,
    passwordHash,
    now: clock.now(),
  })
  const konnect = buildMockKonnect({ clock, ids: countingIds(), initialState, ...options })
  await konnect.app.ready()
  return konnect
}

/** The demo world at Konnect, and a small identity provider: time stands still, ids count. */
export const test = base
  .extend('idp', async ({}, { onCleanup }) => {
    const idp = await startIdentityProvider()
    onCleanup(() => idp.close())
    return idp
  })
  .extend('konnect', async ({ idp }, { onCleanup }) => {
    const konnect = await demoKonnect(idp.issuer)
    onCleanup(() => konnect.app.close())
    return konnect
  })
  .extend('operator', ({ konnect }) => operatorOf(konnect))
  .extend('v2', async ({ konnect }) => {
    const client = portalClient(konnect, 'v2')
    await client.signIn()
    return client
  })
  .extend('v3', async ({ konnect }) => {
    const client = portalClient(konnect, 'v3')
    await client.signIn()
    return client
  })

/** All rows of one table, as the state document shows them. */
export async function rowsOf({ levers }: MockKonnect, table: string): Promise<Record<string, unknown>[]> {
  const { tables } = (await levers.state.snapshot({ secrets: false })) as {
    tables: Record<string, Record<string, unknown>[]>
  }
  return tables[table] ?? []
}

/** A problem document, whatever its trace. */
export const problem = (status: number, title: string, detail = title, more: object = {}) => ({
  ...{ status, title, detail },
  instance: expect.stringMatching(/^kong:trace:\d+$/),
  ...more,
})

/** A problem document with invalid parameters. */
export const refusal = (...invalid_parameters: object[]) =>
  problem(400, 'Invalid Request', 'Invalid Parameters', { invalid_parameters })
