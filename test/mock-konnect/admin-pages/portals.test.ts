import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn, refusalsOn } from './pages-client.ts'

const { ids } = demo
const below = { '': 'Refused: what is wrong stands at the fields below.' }
const current = `/konnect/portals/v3/${ids.portal}`
const classic = `/konnect/portals/v2/${ids.classicPortal}`

describe.for(['v3', 'v2'] as const)('a portal of %s', (version) => {
  test('is made, changed and deleted', async ({ pages, operator }) => {
    const place = `/konnect/portals/create?generation=${version}`
    const made = await pages.submit(place, { name: 'docs', auto_approve_developers: 'true' })
    const path = `/${version}/portals/${made.at.split('/').at(-1)}`
    expect((await operator.get(path)).body).toMatchObject({ name: 'docs', auto_approve_developers: true })
    const typed = { ...fieldsOn(made), description: 'Docs', default_application_auth_strategy_id: ids.strategy }
    const { auto_approve_developers: _, ...unchecked } = typed as Record<string, string>
    await pages.submit(made.at, unchecked)
    expect((await operator.get(path)).body).toMatchObject({
      ...{ description: 'Docs', auto_approve_developers: false, default_application_auth_strategy_id: ids.strategy },
    })
    await pages.submit(made.at, { ...unchecked, description: '', default_application_auth_strategy_id: '' })
    expect((await operator.get(path)).body).toMatchObject({
      ...{ description: null, default_application_auth_strategy_id: null },
    })
    const gone = await pages.submit(`${made.at}/delete`, { force: 'true' })
    expect([gone.at, gone.text.includes('docs')]).toEqual(['/konnect/portals', false])
  })

  test('has a name of its own: refused at the field', async ({ pages }) => {
    const { name = '' } = fieldsOn(await pages.get(version === 'v3' ? current : classic))
    const page = await pages.post(`/konnect/portals/create?generation=${version}`, { name })
    expect([page.status, refusalsOn(page)]).toEqual([
      400,
      { ...below, name: '"name" must be unique', advice: expect.stringContaining('is taken') },
    ])
  })
})

test('a portal that is used is not deleted unless that is said', async ({ pages }) => {
  expect(refusalsOn(await pages.post(`${classic}/delete`))).toMatchObject({ '': expect.stringContaining('force') })
  expect(refusalsOn(await pages.post(`${current}/delete`))).toMatchObject({ '': 'Portal has published APIs' })
})

test('what is no portal is not found', async ({ pages }) => {
  for (const place of [
    `/konnect/portals/v2/${ids.portal}`,
    '/konnect/portals/v3/x',
    '/konnect/portals/v4/x/developers',
  ])
    expect((await pages.get(place)).status).toBe(404)
})

describe.for([current, classic])('approvals at %s', (place) => {
  const offer = place === current ? { api_id: ids.api } : { product_version_id: ids.productVersion }

  test('reject, revoke, approve and delete a registration', async ({ pages, operator, v2, v3 }) => {
    const developer = place === current ? v3 : v2
    const { body: app } = await developer.post('/applications', { name: 'a"b' })
    const { body: registration } = await developer.post(`/applications/${app.id}/registrations`, offer)
    const values = { id: registration.id, application_id: app.id }
    const page = await pages.get(`${place}/registrations`)
    expect(page.html).toContain(`aria-label="Revoke a&#34;b for Orders`)
    const revoked = await pages.submit(`${place}/registrations/decide`, { ...values, status: 'revoked' })
    expect(revoked.text).toContain('Revoked.')
    const [, , , version] = place.split('/')
    const path = `/${version}/portals/${place.split('/').at(-1)}/applications/${app.id}/registrations/${registration.id}`
    expect((await operator.get(path)).body).toMatchObject({ status: 'revoked' })
    await pages.submit(`${place}/registrations/decide`, { ...values, status: 'approved' })
    expect((await operator.get(path)).body).toMatchObject({ status: 'approved' })
    const wrong = await pages.post(`${place}/registrations/decide`, { ...values, status: 'perhaps' })
    expect([wrong.status, refusalsOn(wrong)['']]).toEqual([
      400,
      'status: must be one of [approved, pending, revoked, rejected]',
    ])
    expect((await pages.submit(`${place}/registrations/delete`, values)).text).toContain('No registrations yet.')
  })

  test('approve and reject developers', async ({ pages, operator }) => {
    const [, , , version] = place.split('/')
    const path = `/${version}/portals/${place.split('/').at(-1)}/developers`
    const { id } = (await operator.get(path)).body.data[0] as { id: string }
    expect((await pages.submit(`${place}/developers/decide`, { id, status: 'revoked' })).text).toContain('Revoked.')
    expect((await operator.get(`${path}/${id}`)).body).toMatchObject({ status: 'revoked' })
    expect((await pages.submit(`${place}/developers/decide`, { id, status: 'approved' })).text).toContain('Approved.')
    expect((await pages.submit(`${place}/developers/delete`, { id })).text).toContain('No developers yet.')
  })
})

test('a developer is invited to a current portal; an address that is taken is refused', async ({ pages }) => {
  const made = await pages.submit(`${current}/developers`, { email: 'ada@example.com', full_name: '<b>Ada</b>' })
  expect([made.text.includes('<b>Ada</b>'), made.html.includes('<b>Ada')]).toEqual([true, false])
  const again = await pages.post(`${current}/developers`, { email: 'ada@example.com', full_name: 'Ada' })
  expect([again.status, refusalsOn(again).email]).toEqual([409, 'Developer with the given email already exists'])
  expect(fieldsOn(again)).toEqual({ email: 'ada@example.com', full_name: 'Ada' })
})

describe('Application Setup', () => {
  const place = `${classic}/application-setup`

  test('saves, says that it overwrites, and never shows the token', async ({ pages, operator }) => {
    expect((await pages.get(place)).text).toContain('Saving overwrites the earlier configuration; there is none yet.')
    const typed = { idp_type: 'curity', issuer_url: 'https://idp.example', token: 'tok-1', scopes: 'a, b', claims: '' }
    const first = await pages.submit(place, { ...typed, auth_methods: ['bearer', 'session'] })
    expect(first.text).toContain('Saved. classic'.replace('classic', fieldsOn(await pages.get(classic)).name ?? ''))
    expect(fieldsOn(first)).toMatchObject({ scopes: 'a,b', claims: 'sub', auth_methods: 'bearer, session', token: '' })
    const second = await pages.submit(place, { ...typed, scopes: '', auth_methods: 'bearer' })
    expect(second.text).toContain('Saved. The earlier configuration was overwritten.')
    const path = `/konnect-api/api/portals/${ids.classicPortal}/application-setup`
    expect((await operator.get(path)).body).toMatchObject({ scopes: 'openid', claims: 'sub', auth_methods: ['bearer'] })
    expect(second.html).not.toContain('tok-1')
  })

  test('refuses at the field', async ({ pages }) => {
    const page = await pages.post(place, { idp_type: 'http', issuer_url: 'x', token: '' })
    expect([page.status, refusalsOn(page)]).toEqual([
      400,
      {
        ...{ ...below, issuer_url: '"issuer_url" must be a valid URL', token: '"token" is required' },
        auth_methods: '"auth_methods" must contain at least 1 items',
      },
    ])
  })
})
