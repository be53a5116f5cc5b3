import { describe, expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { test as base, demo, problem, refusal, rowsOf } from '../portal-world.ts'

const path = `/konnect-api/api/portals/${demo.ids.classicPortal}/application-setup`
const test = base.extend('howTo', ({ idp }) => ({
  idp_type: 'curity',
  issuer_url: `${idp.issuer}/.well-known/openid-configuration`,
  token: 'konnect-dcr-secret',
  scopes: '',
  claims: 'sub',
}))

describe('Application Setup', () => {
  test('saves what the tab has, and never shows the token', async ({ operator, howTo, konnect }) => {
    const { status, body } = await operator.put(path, howTo)
    const shown = {
      ...{
        idp_type: 'curity',
        issuer_url: howTo.issuer_url,
        initial_client_id: 'konnect-dcr',
        scopes: 'openid',
        claims: 'sub',
      },
      ...{ auth_methods: ['client_credentials', 'bearer', 'session'] },
      ...{ dcr_provider_id: expect.any(String), auth_strategy_id: expect.any(String) },
    }
    expect([status, body]).toEqual([200, shown])
    expect((await operator.get(path)).body).toEqual(body)
    expect(JSON.stringify(konnect.levers.exchanges.list())).not.toContain('konnect-dcr-secret')
  })

  test('is what applications of the portal get that name no strategy', async ({ operator, howTo, v2, idp }) => {
    const { body: setup } = await operator.put(path, {
      ...howTo,
      scopes: ' orders:read , orders:write,',
      claims: 'client_id',
    })
    const wish = { name: 'billing', redirect_uri: 'https://app.example/cb', description: 'Bills' }
    const { status, body } = await v2.post('/applications', wish)
    expect(status).toBe(201)
    expect(body.credentials).toEqual({ client_id: 'client-2', client_secret: 'secret-2' })
    expect(body.auth_strategy).toMatchObject({ id: setup.auth_strategy_id, credential_type: 'client_credentials' })
    expect(idp.clients.get('client-2')?.metadata).toMatchObject({
      ...{ client_name: 'billing', redirect_uris: ['https://app.example/cb'], scope: 'orders:read orders:write' },
    })
    const { body: strategy } = await operator.get(`/v2/application-auth-strategies/${setup.auth_strategy_id}`)
    expect(strategy.configs).toEqual({
      'openid-connect': {
        ...{ issuer: howTo.issuer_url, credential_claim: ['client_id'], scopes: ['orders:read', 'orders:write'] },
        auth_methods: ['client_credentials', 'bearer', 'session'],
      },
    })
    expect((await v2.get('/portal')).body.dcr_provider_ids).toContain(setup.dcr_provider_id)
  })

  test('saved again replaces all of it, under the same ids', async ({ operator, howTo, konnect }) => {
    const { body: first } = await operator.put(path, {
      ...howTo,
      scopes: 'a,b',
      claims: 'client_id',
      initial_client_id: 'other',
    })
    const { body: second } = await operator.put(path, {
      idp_type: 'curity',
      issuer_url: 'https://new.example',
      token: 'new',
    })
    expect(second).toEqual({
      ...{ idp_type: 'curity', issuer_url: 'https://new.example', initial_client_id: 'konnect-dcr' },
      ...{ scopes: 'openid', claims: 'sub', auth_methods: ['client_credentials', 'bearer', 'session'] },
      ...{ dcr_provider_id: first.dcr_provider_id, auth_strategy_id: first.auth_strategy_id },
    })
    expect(await rowsOf(konnect, 'dcr_providers')).toHaveLength(2)
    const strategies = await rowsOf(konnect, 'auth_strategies')
    expect(strategies.map(({ name }) => name)).toEqual(['curity-dcr', 'Key Auth', `legacy-${demo.ids.classicPortal}`])
  })

  test('was never saved: 404', async ({ operator }) => {
    const { status, body, reason } = await operator.get(path)
    expect([status, body, reason?.code]).toEqual([
      404,
      problem(404, 'Not Found'),
      'konnect.application-setup.not-saved',
    ])
  })

  test.for([
    ['curity', { initial_client_id: 'konnect-dcr' }],
    ['azureAd', { initial_client_id: 'konnect-dcr' }],
    ['okta', {}],
    ['auth0', { initial_client_id: 'konnect-dcr', initial_client_audience: null, use_developer_managed_scopes: false }],
  ] as const)(
    'stands for a provider with all that one of type %s has',
    async ([idp_type, dcr_config], { operator }) => {
      const wish = { idp_type, issuer_url: 'https://idp.example', token: 'hush' }
      const { body: setup } = await operator.put(path, wish)
      const { body } = await operator.get(`/v2/dcr-providers/${setup.dcr_provider_id}`)
      expect([body.provider_type, body.dcr_config]).toEqual([idp_type, dcr_config])
    },
  )

  test('is of classic portals, and for operators', async ({ operator, howTo, konnect }) => {
    expect((await operator.put(path.replace(demo.ids.classicPortal, demo.ids.portal), howTo)).status).toBe(404)
    const stranger = await konnect.app.inject({ method: 'PUT', url: path, payload: howTo })
    expect([stranger.statusCode, stranger.json()]).toEqual([401, problem(401, 'Unauthorized')])
  })

  test('says everything that is wrong with what was sent', async ({ operator, konnect }) => {
    const { body } = await operator.put(path, { idp_type: 5, issuer_url: 'nowhere', audience: 'x', scopes: [] })
    expect(body).toMatchObject({
      invalid_parameters: expect.arrayContaining([
        expect.objectContaining({ field: 'idp_type', rule: 'is_string' }),
        expect.objectContaining({ field: 'token', rule: 'required' }),
        expect.objectContaining({ field: 'audience', rule: 'unknown_property' }),
        expect.objectContaining({ field: 'scopes', rule: 'is_string' }),
        expect.objectContaining({ field: 'issuer_url' }),
      ]),
    })
    expect(await rowsOf(konnect, 'dcr_providers')).toHaveLength(1)
  })
})

describe("the how-to's own `Curity`", () => {
  const choices = ['okta', 'curity', 'auth0', 'azureAd']

  test('is refused and explained in strict mode', async ({ operator, howTo }) => {
    const { status, body, reason } = await operator.put(path, { ...howTo, idp_type: 'Curity' })
    const says = `must be one of [${choices.join(', ')}]`
    expect([status, body]).toEqual([
      400,
      refusal({ field: 'idp_type', reason: says, rule: 'enum', choices, source: 'body' }),
    ])
    expect(reason?.code).toBe('konnect.how-to.provider-type')
    expect(reason?.advice).toContain('`--compat docs` accepts it')
  })

  test('is taken with compat docs, shown in the published form, with a warning', async ({
    operator,
    howTo,
    konnect,
  }) => {
    konnect.levers.behaviour.change({ compat: 'docs' })
    const { status, body, warnings } = await operator.put(path, { ...howTo, idp_type: 'Curity' })
    expect([status, body.idp_type]).toEqual([200, 'curity'])
    expect(warnings).toEqual([expect.stringContaining('the API takes `curity`')])
    const v2 = portalClient(konnect, 'v2')
    await v2.signIn()
    expect((await v2.post('/applications', { name: 'billing' })).status).toBe(201)
  })

  test.for(['strict', 'docs'] as const)(
    'is no licence for types that do not exist (%s)',
    async (compat, { operator, howTo, konnect }) => {
      konnect.levers.behaviour.change({ compat })
      expect((await operator.put(path, { ...howTo, idp_type: 'Keycloak' })).status).toBe(400)
    },
  )
})
