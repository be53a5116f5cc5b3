import { test as base, expect } from 'vitest'
import type { MockKonnectOptions } from '../../../mock-konnect/options.ts'
import { type Operator, operatorOf } from '../admin-api/konnect.ts'
import { type PortalClient, portalClient } from '../portal-client.ts'
import { demo, demoKonnect, rowsOf } from '../portal-world.ts'

import type { AnyFake, Kind } from './fakes/kinds.ts'

export interface ProviderWish {
  type: string
  issuer: string
  config: Record<string, unknown>
  /** Members over those of the strategy's `openid-connect` object. */
  strategy?: Record<string, unknown>
  options?: MockKonnectOptions
}

/** A demo Konnect with one more provider, its strategy published in both portals, and its developers signed in. */
export async function providerWorld({ type, issuer, config, strategy = {}, options = {} }: ProviderWish) {
  const konnect = await demoKonnect('http://127.0.0.1:9', {}, options)
  const operator = operatorOf(konnect)
  const body = { name: type, provider_type: type, issuer, dcr_config: config }
  const { id: provider } = await made(operator, '/v2/dcr-providers', body)
  const openidConnect = {
    ...{ issuer, credential_claim: ['sub'], scopes: ['orders:read'] },
    ...{ auth_methods: ['client_credentials', 'bearer'], ...strategy },
  }
  const { id: auth_strategy_id } = await made(operator, '/v2/application-auth-strategies', {
    ...{ name: type, display_name: type, strategy_type: 'openid_connect', dcr_provider_id: provider },
    configs: { 'openid-connect': openidConnect },
  })
  const publication = { auth_strategy_ids: [auth_strategy_id], auto_approve_registrations: true }
  await operator.put(`/v3/apis/${demo.ids.api}/publications/${demo.ids.portal}`, publication)
  await operator.patch(`/v2/portals/${demo.ids.classicPortal}/product-versions/${demo.ids.productVersion}`, {
    auth_strategy_ids: [auth_strategy_id],
  })
  const v2 = await signedIn('v2')
  const v3 = await signedIn('v3')
  return {
    ...{ konnect, operator, v2, v3, provider, strategy: auth_strategy_id },
    create: (name: string, wish: object = {}, by: PortalClient = v3) =>
      by.post('/applications', { name, auth_strategy_id, ...wish }),
    orphans: () => rowsOf(konnect, 'orphans'),
    applications: () => rowsOf(konnect, 'applications'),
    close: () => konnect.app.close(),
  }

  async function signedIn(version: 'v2' | 'v3'): Promise<PortalClient> {
    const client = portalClient(konnect, version)
    await client.signIn()
    return client
  }
}
export type ProviderWorld = Awaited<ReturnType<typeof providerWorld>>

async function made(operator: Operator, path: string, wish: object) {
  const { status, body } = await operator.post(path, wish)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

/** Each kind of provider with its fake, in a world of its own. */
export const test = base.extend('at', async ({}, { onCleanup }) => {
  const open: { close(): Promise<unknown> }[] = []
  onCleanup(async () => {
    for (const each of open) await each.close()
  })
  return async (kind: Kind): Promise<{ fake: AnyFake; world: ProviderWorld }> => {
    const fake = await kind.start()
    open.push(fake)
    const world = await providerWorld({ type: kind.type, issuer: fake.issuer, config: kind.config(fake) })
    open.push(world)
    return { fake, world }
  }
})
