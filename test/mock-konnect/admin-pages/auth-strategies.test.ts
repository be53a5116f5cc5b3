import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn, refusalsOn } from './pages-client.ts'

const create = '/konnect/portals/application-auth/auth-strategy/create'
const below = { '': 'Refused: what is wrong stands at the fields below.' }
const openid = 'configs.openid-connect'

describe('New Auth Strategy', () => {
  test('by DCR has the issuer of its provider, and arrives as it was filled in', async ({ pages, operator, idp }) => {
    const place = `${create}?auth_type=dcr&dcr_provider_id=${demo.ids.provider}`
    const form = fieldsOn(await pages.get(place))
    expect(form[`${openid}.issuer`]).toBe(`${idp.issuer}/.well-known/openid-configuration`)
    const page = await pages.submit(place, {
      ...{ name: 'curity', display_name: 'Curity', [`${openid}.issuer`]: form[`${openid}.issuer`] ?? '' },
      ...{ [`${openid}.scopes`]: 'orders:read, orders:write', [`${openid}.credential_claim`]: 'sub' },
      ...{ [`${openid}.auth_methods`]: ['client_credentials', 'bearer'], [openid]: '{"cache_tokens": false}' },
    })
    const { body } = await operator.get(`/v2/application-auth-strategies/${page.at.split('/').at(-1)}`)
    expect(body).toMatchObject({
      ...{ name: 'curity', strategy_type: 'openid_connect', dcr_provider: { id: demo.ids.provider } },
      configs: {
        'openid-connect': {
          ...{ issuer: form[`${openid}.issuer`], scopes: ['orders:read', 'orders:write'], credential_claim: ['sub'] },
          ...{ auth_methods: ['client_credentials', 'bearer'], cache_tokens: false },
        },
      },
    })
    expect(JSON.parse(fieldsOn(page)[openid] ?? '')).toEqual({ cache_tokens: false })
    await pages.submit(page.at, { ...fieldsOn(page), [`${openid}.auth_methods`]: 'bearer', [openid]: '' })
    const { body: after } = await operator.get(`/v2/application-auth-strategies/${page.at.split('/').at(-1)}`)
    expect(after.configs).toEqual({
      'openid-connect': {
        ...{ issuer: form[`${openid}.issuer`], scopes: ['orders:read', 'orders:write'], credential_claim: ['sub'] },
        auth_methods: ['bearer'],
      },
    })
    expect((await pages.submit(`${page.at}/delete`)).text).toContain('Deleted.')
  })

  test('by Key-Auth has names and a lifetime of keys', async ({ pages, operator }) => {
    const typed = { name: 'keys', display_name: 'Keys', 'configs.key-auth.key_names': 'x-key, apikey' }
    const ttl = { 'configs.key-auth.ttl.value': '2', 'configs.key-auth.ttl.unit': 'weeks' }
    const page = await pages.submit(`${create}?auth_type=key_auth`, { ...typed, ...ttl })
    const path = `/v2/application-auth-strategies/${page.at.split('/').at(-1)}`
    expect((await operator.get(path)).body.configs).toEqual({
      'key-auth': { key_names: ['x-key', 'apikey'], ttl: { value: 2, unit: 'weeks' } },
    })
    const wrong = await pages.post(page.at, { ...typed, ...ttl, 'configs.key-auth.ttl.value': 'some' })
    expect(refusalsOn(wrong)['configs.key-auth.ttl.value']).toBe('"configs.key-auth.ttl.value" must be an integer')
    await pages.submit(page.at, typed)
    expect((await operator.get(path)).body.configs).toEqual({ 'key-auth': { key_names: ['x-key', 'apikey'] } })
  })

  test('is refused at the fields: what the plugin does not know, what is no JSON, what is missing', async ({
    pages,
  }) => {
    const place = `${create}?auth_type=openid_connect`
    const typed = { name: '', display_name: 'x', [`${openid}.issuer`]: 'x', [openid]: '{"nonsense": 1}' }
    expect(refusalsOn(await pages.post(place, typed))).toEqual({
      ...below,
      name: '"name" is required',
      [`${openid}.issuer`]: `"${openid}.issuer" must be a valid URL`,
    })
    const good = { ...typed, name: 'x', [`${openid}.issuer`]: 'https://idp.example' }
    const unknown = await pages.post(place, good)
    expect([refusalsOn(unknown), fieldsOn(unknown)[openid]]).toEqual([
      { ...below, [openid]: 'unknown field' },
      '{"nonsense": 1}',
    ])
    for (const text of ['{', '[]', '7', 'null'])
      expect(refusalsOn(await pages.post(place, { ...good, [openid]: text }))).toEqual({
        ...below,
        [openid]: `"${openid}" must be a JSON object`,
      })
  })
})

test('a strategy keeps its provider while applications live by it: the API says so at the field', async ({
  pages,
  v3,
}) => {
  await v3.post('/applications', { name: 'billing' })
  const place = `/konnect/portals/application-auth/auth-strategy/${demo.ids.strategy}`
  const before = fieldsOn(await pages.get(place))
  // Of several boxes `fieldsOn` makes one text; a form sends one box with each.
  const oneMethod = { 'configs.openid-connect.auth_methods': 'bearer' }
  const page = await pages.post(place, { ...before, ...oneMethod, dcr_provider_id: '' })
  expect([page.status, refusalsOn(page), fieldsOn(page).name]).toEqual([
    409,
    {
      ...below,
      dcr_provider_id: 'Application auth strategy is in use',
      advice: 'applications use this strategy and their clients live at its provider; make another strategy instead',
    },
    before.name,
  ])
})

test('a strategy in use is not deleted: the API says why, and by whom', async ({ pages }) => {
  const page = await pages.post(`/konnect/portals/application-auth/auth-strategy/${demo.ids.strategy}/delete`)
  expect([page.status, refusalsOn(page)]).toEqual([
    409,
    {
      '': 'Application auth strategy is in use',
      advice: 'this strategy is still used by 2 publications and 0 applications; remove them first',
    },
  ])
})
