import { describe, expect } from 'vitest'
import { azureClient, startFakeAzure } from './fakes/fake-azure.ts'
import { formOf, type Meddling } from './fakes/fake-server.ts'
import { orphansOf } from './halves.ts'
import { test as base, providerWorld } from './provider-world.ts'

const config = { initial_client_id: azureClient.id, initial_client_secret: azureClient.secret }

const test = base
  .extend('azure', async ({}, { onCleanup }) => {
    const azure = await startFakeAzure()
    onCleanup(() => azure.close())
    return azure
  })
  .extend('world', async ({ azure }, { onCleanup }) => {
    const world = await providerWorld({ type: 'azureAd', issuer: azure.issuer, config })
    onCleanup(() => world.close())
    return world
  })

/** The part of a call that says what it is about. */
const ends = (calls: readonly string[]) => calls.map((call) => call.replace(/ .*\//, ' …/'))

describe('the calls to Azure', () => {
  test('are the metadata, a token for Graph, an app registration, a password', async ({ azure, world }) => {
    const { status, body } = await world.create('billing', { redirect_uri: 'https://app.example/cb' })
    expect([status, body.client_id, body.client_secret]).toEqual([201, 'azure-client-3', 'azure-secret-5'])
    expect(ends(azure.calls)).toEqual([
      'GET …/openid-configuration',
      'POST …/token',
      'POST …/applications',
      'POST …/addPassword',
    ])
    expect(azure.last.token && formOf(azure.last.token)).toEqual({
      ...{ grant_type: 'client_credentials', client_id: azureClient.id, client_secret: azureClient.secret },
      resource: azure.url,
    })
    expect(JSON.parse(azure.last.create?.body ?? '')).toEqual({
      displayName: 'billing',
      web: { redirectUris: ['https://app.example/cb'] },
    })
  })

  test('give a new password before the old one goes', async ({ azure, world }) => {
    const { body } = await world.create('billing')
    const { body: rotated } = await world.v3.post(`/applications/${body.id}/regenerate-secret`)
    expect(ends(azure.calls).slice(-2)).toEqual(['POST …/addPassword', 'POST …/removePassword'])
    const secrets = azure.clients.get(String(body.client_id))?.secrets
    expect([...(secrets?.values() ?? [])]).toEqual([rotated.client_secret])
  })

  test('delete the registration again when it gets no password', async ({ azure, world }) => {
    azure.meddle('rotate', { status: 403, body: { error: { code: 'Denied', message: 'no passwords for you' } } })
    const { status, reason } = await world.create('billing')
    expect([status, reason?.code]).toEqual([400, 'konnect.dcr.secret-refused'])
    expect(reason?.advice).toContain('status 403 (Denied, no passwords for you)')
    expect([azure.clients.size, await orphansOf(world)]).toEqual([0, []])
  })

  test('name the registration that stays without a password', async ({ azure, world }) => {
    azure.meddle('rotate', { status: 403 })
    azure.meddle('delete', { status: 500 })
    const { reason } = await world.create('billing')
    expect(reason?.code).toBe('konnect.dcr.orphan')
    expect(await orphansOf(world)).toMatchObject([
      { alone: 'client', certainty: 'certain', client_id: 'azure-client-3' },
    ])
  })

  test('address a linked client by its client id', async ({ azure, world }) => {
    const { body: made } = await world.create('made')
    const portal = '/v3/portals/d0000000-0000-4000-8000-000000000007/applications'
    await world.v3.delete(`/applications/${made.id}`)
    azure.clients.set('by-hand', { metadata: {}, secrets: new Map() })
    const { body: linked } = await world.operator.post(portal, {
      ...{ name: 'linked', auth_strategy_id: world.strategy, dcr_client_id: 'by-hand' },
      owner: { type: 'developer', id: 'd0000000-0000-4000-8000-00000000000f' },
    })
    expect((await world.v3.delete(`/applications/${linked.id}`)).status).toBe(204)
    expect(azure.calls.at(-1)).toBe("DELETE /v1.0/applications(appId='by-hand')")
    expect(azure.clients.size).toBe(0)
  })

  const broken: { meddling: Meddling; says: RegExp }[] = [
    { meddling: { status: 404 }, says: /answers 404/ },
    { meddling: { change: () => ({}) }, says: /token_endpoint/ },
    { meddling: { change: (body) => ({ ...body, msgraph_host: undefined }) }, says: /msgraph_host/ },
  ]
  test.for(broken)('end at metadata that lack something: $says', async ({ meddling, says }, { azure, world }) => {
    azure.meddle('discovery', meddling)
    const { status, reason } = await world.create('billing')
    expect([status, reason?.code]).toEqual([400, 'konnect.dcr.not-an-issuer'])
    expect(reason?.advice).toMatch(says)
  })
})

test('a client has as many passwords as one likes, each with its end', async ({ azure, world: { create, v3 } }) => {
  const { body } = await create('billing')
  const at = `/applications/${body.id}/credentials`
  for (const display_name of ['two', 'three']) {
    const { status, body: added } = await v3.post(at, { display_name })
    expect([status, added.expires_at]).toEqual([201, '2028-01-01T00:00:00Z'])
  }
  const { body: list } = await v3.get(at)
  expect(list.data.map(({ display_name }) => display_name)).toEqual([null, 'two', 'three'])
  expect((await v3.delete(`${at}/${list.data[0]?.id}`)).status).toBe(204)
  expect(azure.clients.get(String(body.client_id))?.secrets.size).toBe(2)
})
