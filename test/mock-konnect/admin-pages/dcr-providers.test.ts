import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn, refusalsOn } from './pages-client.ts'

const list = '/konnect/portals/application-auth/dcr-providers'
const create = '/konnect/portals/application-auth/dcr-provider/create'
const issuer = 'https://idp.example/oauth'
const common = { name: 'Curity', display_name: 'Our Curity', issuer, labels: 'team=api, env=test' }
const shown = {
  ...{ name: 'Curity', display_name: 'Our Curity', issuer, active: false, labels: { team: 'api', env: 'test' } },
  ...{ id: expect.any(String), created_at: expect.any(String), updated_at: expect.any(String) },
}
const client = { 'dcr_config.initial_client_id': 'admin', 'dcr_config.initial_client_secret': 'a-secret' }

describe('New DCR Provider', () => {
  test.for([
    ['curity', client, { initial_client_id: 'admin' }],
    ['azureAd', client, { initial_client_id: 'admin' }],
    [
      'auth0',
      { ...client, 'dcr_config.initial_client_audience': 'aud', 'dcr_config.use_developer_managed_scopes': 'true' },
      { initial_client_id: 'admin', initial_client_audience: 'aud', use_developer_managed_scopes: true },
    ],
    ['okta', { 'dcr_config.dcr_token': 'a-secret' }, {}],
    [
      'http',
      {
        ...{ 'dcr_config.dcr_base_url': 'https://bridge.example', 'dcr_config.api_key': 'a_secret_of_16_' },
        'dcr_config.disable_event_hooks': 'true',
      },
      {
        ...{ dcr_base_url: 'https://bridge.example', disable_event_hooks: true },
        ...{ disable_refresh_secret: false, allow_multiple_credentials: false },
      },
    ],
  ] as const)(
    'of type %s: every field arrives, no secret comes back',
    async ([type, config, dcr_config], { pages, operator }) => {
      const form = await pages.get(`${create}?provider_type=${type}`)
      for (const name of Object.keys({ ...common, ...config })) expect(form.html).toContain(`name="${name}"`)
      const page = await pages.submit(`${create}?provider_type=${type}`, { ...common, ...config })
      expect(page.text).toContain('Created. Our Curity')
      const { body } = await operator.get(`/v2/dcr-providers/${page.at.split('/').at(-1)}`)
      expect(body).toEqual({ ...shown, provider_type: type, dcr_config })
      const kept = Object.entries({ ...common, ...config }).map(([name, value]) => [
        name,
        /secret$|token$|key$/.test(name) ? '' : value,
      ])
      expect(fieldsOn(page)).toEqual(Object.fromEntries(kept))
      expect(page.html).not.toMatch(/a.secret/)
    },
  )

  test('of Kong Identity: its authorization server is chosen by name', async ({ pages, operator }) => {
    const { body: server } = await operator.post('/v1/auth-servers', {
      name: 'Payments',
      audience: 'https://api.example',
    })
    const form = await pages.get(`${create}?provider_type=kongIdentity`)
    expect(form.html).toContain(`<option value="${server.issuer}">Payments</option>`)
    const page = await pages.submit(`${create}?provider_type=kongIdentity`, {
      name: 'Ours',
      issuer: String(server.issuer),
    })
    const { body } = await operator.get(`/v2/dcr-providers/${page.at.split('/').at(-1)}`)
    expect(body).toMatchObject({ name: 'Ours', issuer: server.issuer, provider_type: 'kongIdentity', dcr_config: {} })
  })

  test('shows the fields of Curity when the address names no type that there is', async ({ pages }) => {
    for (const query of [
      '',
      '?provider_type=toString',
      '?provider_type=curity&provider_type=http',
      '?provider_type=%3Cscript%3E',
    ])
      expect(fieldsOn(await pages.get(create + query))).toMatchObject({ provider_type: 'curity' })
  })

  test('shows each refusal at its field, and keeps what was typed but secrets', async ({ pages, operator }) => {
    const typed = { name: '<script>alert(1)</script>', issuer: 'curity', 'dcr_config.api_key': 'short', labels: '_a=b' }
    const page = await pages.post(`${create}?provider_type=http`, typed)
    expect(page.status).toBe(400)
    expect(refusalsOn(page)).toEqual({
      '': 'Refused: what is wrong stands at the fields below.',
      issuer: '"issuer" must be a valid URL',
      'dcr_config.dcr_base_url': '"dcr_config.dcr_base_url" is required',
      'dcr_config.api_key': 'dcr_config.api_key must be longer than or equal to 12 characters',
      labels: '"labels._a" is not a valid label',
    })
    expect(fieldsOn(page)).toEqual({
      ...{ provider_type: 'http', name: typed.name, issuer: 'curity', display_name: '', labels: '_a=b' },
      ...{ 'dcr_config.dcr_base_url': '', 'dcr_config.api_key': '' },
    })
    expect(page.html).not.toContain('<script>')
    expect((await operator.get('/v2/dcr-providers')).body.data).toHaveLength(1)
  })
})

describe('a DCR provider', () => {
  const place = `/konnect/portals/application-auth/dcr-provider/${demo.ids.provider}`
  const stored = async (operator: { get: (path: string) => Promise<{ body: unknown }> }) =>
    (await operator.get(`/v2/dcr-providers/${demo.ids.provider}`)).body

  test('named <script> is shown as that', async ({ pages }) => {
    await pages.submit(create, { ...common, ...client, display_name: '<script>alert(1)</script>' })
    const page = await pages.get(list)
    expect(page.text).toContain('<script>alert(1)</script>')
    expect(page.html).not.toContain('<script>alert')
  })

  test('is changed where the form differs; an empty secret keeps the stored one', async ({ pages, operator, v3 }) => {
    const before = fieldsOn(await pages.get(place))
    const page = await pages.submit(place, { ...before, name: 'Renamed', labels: 'a=b' })
    expect(page.text).toContain('Saved.')
    expect(await stored(operator)).toMatchObject({ name: 'Renamed', labels: { a: 'b' } })
    await pages.submit(place, { ...before, name: 'Renamed', labels: 'c=d' })
    expect(await stored(operator)).toMatchObject({ labels: { c: 'd' } })
    expect((await v3.post('/applications', { name: 'billing' })).status).toBe(201)
    await pages.submit(place, { ...before, 'dcr_config.initial_client_secret': 'wrong' })
    expect((await v3.post('/applications', { name: 'shipping' })).status).toBe(400)
  })

  test('cannot lose its name: said at the field', async ({ pages }) => {
    const page = await pages.post(place, { ...fieldsOn(await pages.get(place)), name: '' })
    expect([page.status, refusalsOn(page).name]).toEqual([400, 'name must be longer than or equal to 1 characters'])
  })

  test('is verified, and tells what came of it', async ({ pages, idp }) => {
    const good = await pages.post(`${place}/verify`)
    expect([good.status, good.text.includes('Verification: success.'), idp.clients.size]).toEqual([200, true, 0])
    await pages.submit(place, { ...fieldsOn(await pages.get(place)), 'dcr_config.initial_client_secret': 'wrong' })
    const bad = await pages.post(`${place}/verify`)
    expect(bad.status).toBe(200)
    expect(refusalsOn(bad)).toEqual({
      '': 'Verification: failed. Unable to create the DCR application',
      advice: expect.stringMatching(/initial client/),
    })
  })

  test('in use is not deleted: the API says why', async ({ pages, operator }) => {
    const page = await pages.post(`${place}/delete`)
    expect([page.status, refusalsOn(page)]).toEqual([
      409,
      {
        '': 'DCR provider is in use',
        advice: 'this DCR provider is still used by auth strategies (curity-dcr); remove them first',
      },
    ])
    expect(fieldsOn(page)).toEqual(fieldsOn(await pages.get(place)))
    expect(await stored(operator)).toMatchObject({ id: demo.ids.provider })
  })

  test('that nothing uses is deleted', async ({ pages }) => {
    const { at } = await pages.submit(create, { ...common, ...client })
    const page = await pages.submit(`${at}/delete`)
    expect([page.at, page.text.includes('Deleted.'), page.text.includes('Our Curity')]).toEqual([list, true, false])
    expect((await pages.get(at)).status).toBe(404)
  })

  test('that never was is a 404 in the words of the API', async ({ pages }) => {
    for (const page of [
      await pages.get(`${list}/../dcr-provider/x`),
      await pages.post('/konnect/portals/application-auth/dcr-provider/x/verify'),
    ])
      expect([page.status, refusalsOn(page)]).toEqual([
        404,
        { '': 'Not Found', advice: expect.stringContaining('there is no DCR provider x here') },
      ])
  })
})

test('a long list of DCR providers has pages', async ({ pages, operator }) => {
  for (const at of Array(12).keys()) {
    const body = { name: `p${at}`, provider_type: 'okta', issuer, dcr_config: { dcr_token: 't' } }
    await operator.post('/v2/dcr-providers', body)
  }
  const [first, second] = [await pages.get(list), await pages.get(`${list}?page=2`)]
  expect(first.text).toMatch(/ p8 .*Page 1 of 2 Next/)
  expect(second.text).toMatch(/ p9 .*Previous Page 2 of 2/)
  expect((await pages.get(`${list}?page=nonsense`)).text).toContain('Page 1 of 2')
})
