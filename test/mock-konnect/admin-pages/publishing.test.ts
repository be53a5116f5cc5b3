import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn, refusalsOn } from './pages-client.ts'

const { ids } = demo
const below = { '': 'Refused: what is wrong stands at the fields below.' }
const link = `${ids.controlPlane} ${ids.service}`

describe('API products', () => {
  test('are made, get a version, and are published with a strategy', async ({ pages, operator }) => {
    const product = await pages.submit('/konnect/api-products/create', { name: 'Bills', labels: 'a=b' })
    const version = await pages.submit(`${product.at}/versions/create`, { name: 'v1', gateway_service: '' })
    const place = `${version.at}/dev-portals/${ids.classicPortal}`
    const form = await pages.get(place)
    expect(fieldsOn(form)).toEqual({ require_authentication: 'true', application_registration_enabled: 'true' })
    const typed = { ...fieldsOn(form), auth_strategy_ids: ids.strategy, auto_approve_registration: 'true' }
    const published = await pages.submit(place, typed)
    expect(published.text).toMatch(/Published\. v1 .* published curity-dcr Edit/)
    const path = `/v2/portals/${ids.classicPortal}/product-versions/${version.at.split('/').at(-1)}`
    expect((await operator.get(path)).body).toMatchObject({
      ...{ publish_status: 'published', auth_strategies: [{ id: ids.strategy }], deprecated: false },
      ...{ application_registration_enabled: true, auto_approve_registration: true },
    })
    await pages.submit(place, { auth_strategy_ids: ids.strategy, application_registration_enabled: 'true' })
    expect((await operator.get(path)).body).toMatchObject({
      ...{ auth_strategies: [], application_registration_enabled: false },
    })
    expect((await pages.submit(`${place}/unpublish`)).text).toContain('Unpublished.')
    expect((await operator.get(path)).status).toBe(404)
    expect((await pages.submit(`${product.at}/delete`)).text).toContain('Deleted.')
  })

  test('are refused without a name, and so are their versions; what was typed stays', async ({ pages }) => {
    const product = await pages.post('/konnect/api-products/create', { name: '', description: 'd', labels: 'x=%' })
    expect([product.status, refusalsOn(product), fieldsOn(product).description]).toEqual([
      400,
      { ...below, name: '"name" is required', labels: '"labels.x" is not a valid label' },
      'd',
    ])
    const version = await pages.post(`/konnect/api-products/${ids.product}/versions/create`, {
      name: '',
      gateway_service: '',
    })
    expect(refusalsOn(version)).toEqual({ ...below, name: '"name" is required' })
  })

  test("get no service that is another offer's: the conflict in the words of the API", async ({ pages }) => {
    const sent = { name: 'v2', gateway_service: link }
    const page = await pages.post(`/konnect/api-products/${ids.product}/versions/create`, sent)
    expect([page.status, refusalsOn(page)]).toEqual([
      409,
      {
        ...below,
        gateway_service: 'This gateway service is already linked to a V3 API',
        advice:
          'this gateway service already stands behind another offer; link another service, or unlink it there first',
      },
    ])
    expect(fieldsOn(page)).toEqual(sent)
  })

  test('are not published by a strategy that does not exist', async ({ pages }) => {
    const place = `/konnect/api-products/${ids.product}/versions/${ids.productVersion}/dev-portals/${ids.classicPortal}`
    const page = await pages.post(place, { require_authentication: 'true', auth_strategy_ids: ids.portal })
    expect([page.status, refusalsOn(page)]).toEqual([
      400,
      { ...below, auth_strategy_ids: 'Application auth strategy not found' },
    ])
  })
})

describe('APIs', () => {
  test('are made, linked to a service, published, unpublished and unlinked', async ({ pages, operator }) => {
    const services = `/konnect/gateway-manager/${ids.controlPlane}/services/create`
    const made = await pages.submit(services, { name: 'bills', url: 'http://bills.example/v1', tags: 'a, b' })
    expect(made.text).toContain('bills http://bills.example:80/v1')
    const api = await pages.submit('/konnect/apis/create', { name: 'Bills', version: '2', slug: '' })
    const [, service = ''] = /<option value="([^"]*)">bills \(/.exec(api.html) ?? []
    expect((await pages.submit(`${api.at}/link`, { service })).text).toMatch(/Linked\. .*bills \(/)
    const typed = { portal_id: ids.portal, auth_strategy_ids: ids.strategy, visibility: 'public' }
    expect((await pages.submit(`${api.at}/publish`, typed)).text).toContain('Published.')
    const path = `/v3/apis/${api.at.split('/').at(-1)}/publications/${ids.portal}`
    expect((await operator.get(path)).body).toMatchObject({ auth_strategy_ids: [ids.strategy], visibility: 'public' })
    const again = await pages.get(`${api.at}/publish?portal_id=${ids.portal}`)
    expect(fieldsOn(again)).toEqual(typed)
    await pages.submit(`${api.at}/publish`, { ...typed, auth_strategy_ids: 'none', auto_approve_registrations: 'true' })
    expect((await operator.get(path)).body).toMatchObject({ auth_strategy_ids: null, auto_approve_registrations: true })
    await pages.submit(`${api.at}/publish`, { ...typed, auth_strategy_ids: '' })
    const { body: portal } = await operator.get(`/v3/portals/${ids.portal}`)
    expect((await operator.get(path)).body.auth_strategy_ids).toEqual([portal.default_application_auth_strategy_id])
    expect((await pages.submit(`${api.at}/unpublish`, { portal_id: ids.portal })).text).toContain('Unpublished.')
    const [, implementation_id = ''] =
      /name="implementation_id" value="([^"]*)"/.exec((await pages.get(api.at)).html) ?? []
    expect((await pages.submit(`${api.at}/unlink`, { implementation_id })).text).toContain('Unlinked.')
  })

  test('are refused at the field, and on the page where a service is taken', async ({ pages }) => {
    const page = await pages.post('/konnect/apis/create', { name: 'Bills', slug: 'a b' })
    expect(refusalsOn(page)).toEqual({ ...below, slug: '"slug" must match the pattern ^[\\w-]+$' })
    const api = await pages.submit('/konnect/apis/create', { name: '<script>alert(1)</script>' })
    expect(api.html).not.toContain('<script>alert')
    const taken = await pages.post(`${api.at}/link`, { service: link })
    expect([taken.status, refusalsOn(taken)]).toEqual([
      409,
      {
        ...below,
        service: 'This gateway service is already linked to another API',
        advice: 'this service is taken; choose another or remove what holds it',
      },
    ])
    const nonsense = await pages.post(`${api.at}/link`, { service: 'nonsense' })
    expect([nonsense.status, refusalsOn(nonsense).service]).toEqual([
      400,
      expect.stringContaining('must be a valid UUID'),
    ])
  })
})

describe('Gateway Manager', () => {
  const plane = `/konnect/gateway-manager/${ids.controlPlane}`

  test('refuses a service without an address, and a route that no request matches', async ({ pages }) => {
    expect(refusalsOn(await pages.post(`${plane}/services/create`, { name: 'x', url: 'x' }))).toMatchObject({
      url: '"url" must be a valid URL',
    })
    const route = await pages.post(`${plane}/routes/create`, { name: 'r', 'service.id': ids.service, paths: '' })
    expect([route.status, refusalsOn(route)]).toEqual([
      400,
      { '': expect.any(String), advice: expect.stringContaining('paths, hosts, methods or headers') },
    ])
  })

  test('keeps a service that routes need, and says so', async ({ pages }) => {
    const page = await pages.post(`${plane}/delete-service`, { id: ids.service })
    expect([page.status, refusalsOn(page)['']]).toEqual([400, expect.stringContaining("'routes' entity")])
    expect((await pages.submit(`${plane}/delete-route`, { id: ids.route })).text).toContain('Deleted.')
    expect((await pages.submit(`${plane}/delete-service`, { id: ids.service })).text).toContain(
      'No gateway services yet.',
    )
  })

  test('makes control planes, each name once', async ({ pages }) => {
    const plane = await pages.submit('/konnect/gateway-manager', { name: 'second' })
    expect(plane.text).toContain('second Created.')
    const again = await pages.post('/konnect/gateway-manager', { name: 'second' })
    expect([again.status, fieldsOn(again).name, refusalsOn(again)]).toEqual([
      409,
      'second',
      {
        ...below,
        name: 'Control Plane with provided name already exists.',
        advice: 'this name is taken; choose another or remove what holds it',
      },
    ])
  })
})
