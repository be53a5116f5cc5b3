import { test as base, expect } from 'vitest'
import { plainOidcProvider } from './plain-oidc-provider.ts'
import { providerWorld } from './provider-world.ts'

const initial = { initial_client_id: 'konnect', initial_client_secret: 'konnect-secret' }
/** What Konnect's registration leaves out, since Curity does not ask for it: a client without a browser. */
const machines = { response_types: [], grant_types: ['client_credentials'] }

const test = base.extend('at', async ({}, { onCleanup }) => {
  const open: { close(): Promise<unknown> }[] = []
  onCleanup(async () => {
    for (const each of open) await each.close()
  })
  return async (clientDefaults: Record<string, unknown>) => {
    const idp = await plainOidcProvider(clientDefaults)
    open.push(idp)
    const strategy = { scopes: ['openid'] }
    const world = await providerWorld({ type: 'curity', issuer: idp.issuer, config: initial, strategy })
    open.push(world)
    return { idp, world }
  }
})

test('oidc-provider registers, gives the secret that works, and loses the client with its application', async ({
  at,
}) => {
  const { idp, world } = await at(machines)
  const verified = await world.operator.post(`/v2/dcr-providers/${world.provider}/verify`)
  expect(verified.body).toEqual({ status: 'success', errors: [] })

  const redirect_uri = 'https://app.example/cb'
  const { status, body } = await world.create('billing', { redirect_uri })
  expect([status, body]).toEqual([201, expect.objectContaining({ name: 'billing', redirect_uri })])
  const [id, secret] = [String(body.client_id), String(body.client_secret)]
  expect(await idp.client(id)).toMatchObject({
    ...{ client_name: 'billing', scope: 'openid', grant_types: ['client_credentials'], redirect_uris: [redirect_uri] },
    token_endpoint_auth_method: 'client_secret_basic',
  })
  expect(await idp.token(id, secret)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })

  expect((await world.v3.delete(`/applications/${body.id}`)).status).toBe(204)
  expect(await idp.client(id)).toBeUndefined()
  expect([await world.applications(), await world.orphans()]).toEqual([[], []])
})

test('a read changes no secret there (RFC 7592 §2.1), so neither does rotation', async ({ at }) => {
  const { idp, world } = await at(machines)
  const { body } = await world.create('billing')
  const { client_id, client_secret } = body
  const rotated = await world.v3.post(`/applications/${body.id}/regenerate-secret`)
  expect([rotated.status, rotated.body]).toEqual([201, { client_id, client_secret }])
  expect((await idp.token(String(client_id), String(client_secret))).status).toBe(200)
  const older = await world.create('older', {}, world.v2)
  expect([older.status, older.body.reference_id]).toEqual([201, expect.any(String)])
})

test('with its own defaults it takes no client without a browser: refused in its words, nothing left', async ({
  at,
}) => {
  const { world } = await at({})
  const { status, body, reason } = await world.create('billing')
  expect([status, body.detail, reason?.code]).toEqual([
    400,
    'Unable to create the DCR application',
    'konnect.dcr.registration-refused',
  ])
  expect(reason?.advice).toContain('invalid_')
  const verified = await world.operator.post(`/v2/dcr-providers/${world.provider}/verify`)
  expect(verified.body).toMatchObject({ status: 'failed' })
  expect([await world.applications(), await world.orphans()]).toEqual([[], []])
})

test('an initial client that it does not know is refused before anything is registered', async ({ at }) => {
  const { world } = await at(machines)
  const dcr_config = { initial_client_secret: 'wrong' }
  expect((await world.operator.patch(`/v2/dcr-providers/${world.provider}`, { dcr_config })).status).toBe(200)
  const { status, reason } = await world.create('billing')
  expect([status, reason?.code]).toEqual([400, 'konnect.dcr.initial-client-refused'])
  expect([await world.applications(), await world.orphans()]).toEqual([[], []])
})
