import { describe, expect } from 'vitest'
import { operationTargets } from '../../../mock-konnect/content/operation-targets.ts'
import { demo } from '../portal-world.ts'
import { test } from './listening-world.ts'

const document = (paths: object, parts: object = {}) =>
  JSON.stringify({ openapi: '3.0.3', info: { title: 'Bills', version: '1' }, paths, ...parts })
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
const link = { control_plane: { control_plane_id: demo.ids.controlPlane } }

describe('APIs that are linked to a control plane as a whole', () => {
  test('are told with their operations once they are published', async ({ dataPlane, operator }) => {
    await dataPlane.next()
    const spec_content = document({ '/bills': { get: {}, post: {} }, '/bills/{id}': { get: {}, parameters: [] } })
    const { body: api } = await operator.post('/v3/apis', { name: 'Bills', version: '1', spec_content })
    const { body: implementation } = await operator.post(`/v3/apis/${api.id}/implementations`, link)
    expect(await dataPlane.next()).toMatchObject({ version: 2, set: {}, removed: { apis: [api.id] } })

    const publication = `/v3/apis/${api.id}/publications/${demo.ids.portal}`
    await operator.put(publication, { auth_strategy_ids: [demo.ids.strategy] })
    const told = {
      ...{ id: api.id, scope: api.id, name: 'Bills 1' },
      strategies: [expect.objectContaining({ strategy_id: demo.ids.strategy, strategy_type: 'openid_connect' })],
      operations: [
        { id: uuid, method: 'GET', path: '/bills' },
        { id: uuid, method: 'POST', path: '/bills' },
        { id: uuid, method: 'GET', path: '/bills/{id}' },
      ],
    }
    const line = await dataPlane.next()
    expect([line?.set, line?.removed]).toEqual([{ apis: [told] }, {}])

    const { data } = (await operator.get(`/v3/apis/${api.id}/versions`)).body
    await operator.patch(`/v3/apis/${api.id}/versions/${data[0]?.id}`, {
      spec: { content: document({ '/bills': { get: {} } }) },
    })
    const { apis } = { ...line }.set as { apis: [{ operations: object[] }] } // as compared above
    const [bills] = apis[0].operations
    expect((await dataPlane.next())?.set).toEqual({ apis: [{ ...told, operations: [bills] }] })

    await operator.put(publication, { auth_strategy_ids: null })
    expect((await dataPlane.next())?.set).toEqual({ apis: [{ ...told, strategies: [], operations: [bills] }] })
    await operator.delete(publication)
    expect(await dataPlane.next()).toMatchObject({ set: {}, removed: { apis: [api.id] } })
    await operator.put(publication, { auth_strategy_ids: [demo.ids.strategy] })
    await dataPlane.next()
    await operator.delete(`/v3/apis/${api.id}/implementations/${implementation.id}`)
    expect(await dataPlane.next()).toMatchObject({ set: {}, removed: { apis: [api.id] } })
  })

  test('take the operations of their older specification when they have no version', async ({
    dataPlane,
    operator,
  }) => {
    await dataPlane.next()
    const { body: api } = await operator.post('/v3/apis', { name: 'Bills' })
    await operator.post(`/v3/apis/${api.id}/specifications`, { content: document({ '/bills': { get: {} } }) })
    await operator.post(`/v3/apis/${api.id}/implementations`, link)
    await dataPlane.next()
    await operator.put(`/v3/apis/${api.id}/publications/${demo.ids.portal}`, {})
    expect((await dataPlane.next())?.set).toMatchObject({
      apis: [{ id: api.id, name: 'Bills', operations: [{ method: 'GET', path: '/bills' }] }],
    })
  })

  test('end with their control plane', async ({ operator }) => {
    const { body: plane } = await operator.post('/v2/control-planes', { name: 'other' })
    const { body: api } = await operator.post('/v3/apis', { name: 'Bills' })
    const other = { control_plane: { control_plane_id: plane.id } }
    const { body: made } = await operator.post(`/v3/apis/${api.id}/implementations`, other)
    await operator.delete(`/v2/control-planes/${plane.id}`)
    expect((await operator.get(`/v3/apis/${api.id}/implementations/${made.id}`)).status).toBe(404)
  })
})

describe('groups', () => {
  const entities = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`

  test('of consumers are told with them, and with the applications that stand for them', async ({
    dataPlane,
    operator,
    v3,
  }) => {
    await dataPlane.next()
    const { body: consumer } = await operator.post(`${entities}/consumers`, { username: 'billing' })
    const bare = { id: consumer.id, username: 'billing', custom_id: null }
    expect((await dataPlane.next())?.set).toEqual({ consumers: [bare] })
    await operator.post(`${entities}/consumers/billing/acls`, { group: 'buyers' })
    expect((await dataPlane.next())?.set).toEqual({ consumers: [{ ...bare, groups: ['buyers'] }] })

    const { body: app } = await v3.post('/applications', { name: 'billing' })
    await dataPlane.next()
    const { body: registration } = await v3.post(`/applications/${app.id}/registrations`, { api_id: demo.ids.api })
    await dataPlane.next()
    const path = `/v3/portals/${demo.ids.portal}/applications/${app.id}/registrations/${registration.id}/consumer`
    await operator.put(path, { id: consumer.id })
    expect((await dataPlane.next())?.set).toEqual({
      applications: [expect.objectContaining({ consumers: { [demo.ids.api]: consumer.id } })],
    })

    await operator.post(`${entities}/consumer_groups`, { name: 'gold' })
    await operator.post(`${entities}/consumer_groups/gold/consumers`, { consumer: 'billing' })
    const grouped = (name: string) => ({
      consumers: [{ ...bare, groups: ['buyers'], consumer_groups: [name] }],
      applications: [expect.objectContaining({ id: app.id, consumer_groups: [name] })],
    })
    expect((await dataPlane.next())?.set).toEqual(grouped('gold'))
    await operator.put(`${entities}/consumer_groups/${'gold'}`, { name: 'gold', tags: ['a'] })
    const { body: group } = await operator.get(`${entities}/consumer_groups/gold`)
    await operator.put(`${entities}/consumer_groups/${(group.consumer_group as { id: string }).id}`, {
      name: 'platinum',
    })
    expect((await dataPlane.next())?.set).toEqual(grouped('platinum'))
    await operator.delete(`${entities}/consumers/billing/consumer_groups`)
    expect((await dataPlane.next())?.set).toEqual({
      consumers: [{ ...bare, groups: ['buyers'] }],
      applications: [expect.not.objectContaining({ consumer_groups: expect.anything() })],
    })
    await operator.delete(`${entities}/consumers/billing`)
    expect(await dataPlane.next()).toMatchObject({ set: {}, removed: { consumers: [consumer.id] } })
  })
})

describe('the requests of a specification', () => {
  const bills = { '/bills': { get: {} } }

  test.for([
    ['no servers', {}, [{ method: 'GET', path: '/bills' }]],
    ['a relative server', { servers: [{ url: '/v1/' }] }, [{ method: 'GET', path: '/v1/bills' }]],
    [
      'a host',
      { servers: [{ url: 'https://API.example:8443/v1' }] },
      [{ method: 'GET', path: '/v1/bills', hosts: ['api.example'] }],
    ],
    [
      'variables',
      {
        servers: [
          { url: 'https://{region}.example/{base}', variables: { region: { default: 'eu' }, base: { default: 'v2' } } },
        ],
      },
      [{ method: 'GET', path: '/v2/bills', hosts: ['eu.example'] }],
    ],
    [
      'several base paths',
      { servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }, { url: '/v2' }] },
      [
        { method: 'GET', path: '/bills', hosts: ['a.example', 'b.example'] },
        { method: 'GET', path: '/v2/bills' },
      ],
    ],
    [
      'a host and no host',
      { servers: [{ url: 'https://a.example' }, { url: '/' }] },
      [{ method: 'GET', path: '/bills' }],
    ],
    [
      'version 2',
      { openapi: undefined, swagger: '2.0', host: 'a.example', basePath: '/v1' },
      [{ method: 'GET', path: '/v1/bills', hosts: ['a.example'] }],
    ],
    ['servers that are none', { servers: ['https://a.example', 7] }, [{ method: 'GET', path: '/bills' }]],
  ] as const)('with %s', ([, parts, targets]) => {
    expect(operationTargets(document(bills, parts))).toEqual(targets)
  })

  test('none of what is no specification', () => {
    expect([operationTargets('['), operationTargets('a: 1'), operationTargets('{"paths":[]}')]).toEqual([[], [], []])
  })
})
