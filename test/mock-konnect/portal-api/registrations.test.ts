import { describe, expect } from 'vitest'
import { test as base, demo, now, problem, refusal, rowsOf } from '../portal-world.ts'

const test = base
  .extend('application', async ({ v3 }) => (await v3.post('/applications', { name: 'billing' })).body)
  .extend('classicApplication', async ({ v2 }) => (await v2.post('/applications', { name: 'billing' })).body)

const publication = `/v3/apis/${demo.ids.api}/publications/${demo.ids.portal}`
const versionPublication = `/v2/portals/${demo.ids.classicPortal}/product-versions/${demo.ids.productVersion}`
const taken = problem(409, 'Conflict', 'API is already registered to the application')

describe('registering at a current portal', () => {
  test('is approved when the publication says so', async ({ v3, application }) => {
    const path = `/applications/${application.id}/registrations`
    const { status, body } = await v3.post(path, { api_id: demo.ids.api })
    const shown = {
      ...{ id: body.id, status: 'approved', application_id: application.id, created_at: now, updated_at: now },
      ...{ api_id: demo.ids.api, api_name: 'Orders', api_slug: 'orders-v1' },
    }
    expect([status, body]).toEqual([201, shown])
    expect((await v3.get(`${path}/${body.id}`)).body).toEqual(shown)
    expect((await v3.get(`${path}?filter[api_name][contains]=Ord&filter[status]=approved`)).body.data).toEqual([shown])
    expect((await v3.get(`${path}?filter[api_name]=Bills`)).body.data).toEqual([])
  })

  test.for([
    [false, false, 'pending'],
    [true, false, 'approved'],
    [false, true, 'approved'],
  ] as const)(
    'with publication %s and portal %s is %s',
    async ([byPublication, byPortal, status], { v3, operator, application }) => {
      await operator.put(publication, {
        auth_strategy_ids: [demo.ids.strategy],
        auto_approve_registrations: byPublication,
      })
      await operator.patch(`/v3/portals/${demo.ids.portal}`, { auto_approve_applications: byPortal })
      const { body } = await v3.post(`/applications/${application.id}/registrations`, { api_id: demo.ids.api })
      expect(body.status).toBe(status)
    },
  )

  test('twice is a conflict, until the first is removed', async ({ v3, application, operator }) => {
    const path = `/applications/${application.id}/registrations`
    const { body: first } = await v3.post(path, { api_id: demo.ids.api })
    const admin = `/v3/portals/${demo.ids.portal}${path}/${first.id}`
    expect((await operator.patch(admin, { status: 'rejected' })).body.status).toBe('rejected')
    const again = await v3.post(path, { api_id: demo.ids.api })
    expect([again.status, again.body, again.reason?.code]).toEqual([409, taken, 'konnect.registration.exists'])
    expect((await v3.delete(`${path}/${first.id}`)).status).toBe(204)
    expect((await v3.post(path, { api_id: demo.ids.api })).status).toBe(201)
  })

  test('needs the strategy of the publication', async ({ v3, operator, application, konnect }) => {
    const { body: keyAuth } = await operator.post('/v2/application-auth-strategies', {
      ...{
        name: 'keys',
        display_name: 'Keys',
        strategy_type: 'key_auth',
        configs: { 'key-auth': { key_names: ['apikey'] } },
      },
    })
    await operator.put(publication, { auth_strategy_ids: [keyAuth.id] })
    const { body, reason } = await v3.post(`/applications/${application.id}/registrations`, { api_id: demo.ids.api })
    const says = 'auth strategy of "api_id" must be the one of the application'
    expect(body).toEqual(refusal({ field: 'api_id', reason: says, rule: 'invalid', source: 'body' }))
    expect(reason?.code).toBe('konnect.registration.strategy-mismatch')
    expect(await rowsOf(konnect, 'registrations')).toEqual([])
  })

  test('is closed where the API asks for no strategy', async ({ v3, operator, application }) => {
    await operator.put(publication, { auth_strategy_ids: null })
    const { status, reason } = await v3.post(`/applications/${application.id}/registrations`, { api_id: demo.ids.api })
    expect([status, reason?.code]).toEqual([403, 'konnect.registration.closed'])
  })

  test('knows no API that is not published here', async ({ v3, operator, application }) => {
    const { body: api } = await operator.post('/v3/apis', { name: 'Bills' })
    for (const api_id of [api.id, demo.ids.portal]) {
      const { status, reason } = await v3.post(`/applications/${application.id}/registrations`, { api_id })
      expect([status, reason?.code]).toEqual([404, 'konnect.registration.not-published'])
    }
  })

  test('takes nothing but the id of an API', async ({ v3, application }) => {
    const { body } = await v3.post(`/applications/${application.id}/registrations`, { product_version_id: 5 })
    expect(body.invalid_parameters.map(({ field, rule }) => [field, rule]).sort()).toEqual([
      ...[
        ['api_id', 'required'],
        ['product_version_id', 'unknown_property'],
      ],
    ])
  })
})

describe('registering at a classic portal', () => {
  test('names product and version', async ({ v2, classicApplication }) => {
    const path = `/applications/${classicApplication.id}/registrations`
    const { status, body } = await v2.post(path, { product_version_id: demo.ids.productVersion })
    const shown = {
      ...{ id: body.id, status: 'approved', application_id: classicApplication.id, created_at: now, updated_at: now },
      ...{ product_id: demo.ids.product, product_name: 'Orders' },
      ...{ product_version_id: demo.ids.productVersion, product_version_name: 'v1' },
    }
    expect([status, body]).toEqual([201, shown])
    expect((await v2.get(`${path}?filter[product_name]=Orders`)).body.data).toEqual([shown])
    const twice = await v2.post(path, { product_version_id: demo.ids.productVersion })
    expect([twice.status, twice.body]).toEqual([409, taken])
  })

  test('is closed when registration is off, and pending when nobody approves', async ({
    v2,
    operator,
    classicApplication,
  }) => {
    const path = `/applications/${classicApplication.id}/registrations`
    await operator.patch(versionPublication, { application_registration_enabled: false })
    const closed = await v2.post(path, { product_version_id: demo.ids.productVersion })
    expect([closed.status, closed.reason?.code]).toEqual([403, 'konnect.registration.closed'])
    await operator.patch(versionPublication, {
      application_registration_enabled: true,
      auto_approve_registration: false,
    })
    const { body } = await v2.post(path, { product_version_id: demo.ids.productVersion })
    expect(body.status).toBe('pending')
  })

  test('is not for a version that was withdrawn', async ({ v2, operator, classicApplication }) => {
    await operator.patch(versionPublication, { publish_status: 'unpublished' })
    const path = `/applications/${classicApplication.id}/registrations`
    expect((await v2.post(path, { product_version_id: demo.ids.productVersion })).status).toBe(404)
  })
})

describe('granted scopes', () => {
  const unsupported = problem(422, 'Unsupported IDP', 'This feature is not supported by the application.', {
    type: 'https://kongapi.info/konnect/portal/granted-scopes-unavailable',
  })

  test('are nothing that Curity could give', async ({ v2, v3, classicApplication, application }) => {
    const path = `/applications/${classicApplication.id}`
    const version = { product_version_id: demo.ids.productVersion }
    const { body } = await v2.post(`${path}/registrations`, version)
    const answers = [
      await v2.get(`${path}/registrations/${body.id}/granted-scopes`),
      await v2.get(`${path}/product-versions/${demo.ids.productVersion}/granted-scopes`),
      await v3.get(`/applications/${application.id}/granted-scopes`),
    ]
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([422, unsupported])
    expect((await v2.get(`${path}/registrations/${demo.ids.api}/granted-scopes`)).status).toBe(404)
  })
})
