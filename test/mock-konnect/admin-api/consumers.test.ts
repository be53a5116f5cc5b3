import { describe, expect } from 'vitest'
import { problem, refusal, test, told, uuid } from './konnect.ts'

const plane = uuid(2)
const entities = `/v2/control-planes/${plane}/core-entities`
const consumers = `${entities}/consumers`
const groups = `${entities}/consumer_groups`
const seconds = Date.UTC(2026, 0, 1) / 1000
const times = { created_at: seconds, updated_at: seconds }
const taken = (index: string) => problem(409, 'Conflict', `${index} (type: unique) constraint failed`)

describe('consumers', () => {
  test('are made, put by user name, found by both and deleted with what they were part of', async ({ operator }) => {
    const { status, body } = await operator.post(consumers, { username: 'billing', custom_id: 'b-1', tags: ['a'] })
    const billing = { ...{ id: uuid(4), username: 'billing', custom_id: 'b-1', tags: ['a'] }, ...times }
    expect({ status, body }).toEqual({ status: 201, body: billing })
    const put = await operator.put(`${consumers}/billing`, { custom_id: 'b-2' })
    expect(put.body).toEqual({ ...billing, custom_id: 'b-2', tags: null })
    expect((await operator.get(`${consumers}/billing`)).body).toEqual(put.body)
    expect((await operator.get(`${consumers}?custom_id=b-2`)).body).toEqual({ data: [put.body] })
    expect((await operator.get(`${consumers}?custom_id=b-1`)).body).toEqual({ data: [] })

    const { body: group } = await operator.post(groups, { name: 'gold' })
    await operator.post(`${groups}/gold/consumers`, { consumer: 'billing' })
    await operator.post(`${consumers}/billing/acls`, { group: 'buyers' })
    await operator.post(`${entities}/plugins`, { name: 'cors', consumer: { id: put.body.id } })
    expect((await operator.delete(`${consumers}/billing`)).status).toBe(204)
    expect((await operator.get(`${consumers}/billing`)).status).toBe(404)
    expect((await operator.get(`${groups}/${group.id}/consumers`)).body).toEqual({ data: [] })
    expect((await operator.get(`${entities}/acls`)).body).toEqual({ data: [] })
    expect((await operator.get(`${entities}/plugins`)).body).toEqual({ data: [] })
  })

  test('need a name or an id of the caller’s own, neither of them twice', async ({ operator }) => {
    const nameless = await operator.post(consumers, { tags: [] })
    expect([nameless.status, nameless.reason?.code]).toEqual([400, 'konnect.consumer-without-name'])
    await operator.post(consumers, { username: 'billing', custom_id: 'b-1' })
    expect((await operator.post(consumers, { username: 'billing' })).body).toEqual(taken('username'))
    expect((await operator.post(consumers, { custom_id: 'b-1' })).body).toEqual(taken('custom_id'))
    const { body } = await operator.post(consumers, { username: 7, group: 'x' })
    expect(told(body)).toEqual(['group unknown_property', 'username is_string'])
  })
})

describe('groups of a consumer', () => {
  test('are written below it, read there and as a whole', async ({ operator }) => {
    const { body: billing } = await operator.post(consumers, { username: 'billing' })
    const acls = `${consumers}/billing/acls`
    const { status, body } = await operator.post(acls, { group: 'buyers' })
    const acl = { id: uuid(5), consumer: { id: billing.id }, group: 'buyers', tags: null, created_at: seconds }
    expect({ status, body }).toEqual({ status: 201, body: acl })
    expect((await operator.get(`${entities}/acls/${acl.id}`)).body).toEqual(acl)
    expect((await operator.get(acls)).body).toEqual({ data: [acl] })
    const changed = await operator.put(`${acls}/${acl.id}`, { group: 'sellers', tags: ['a'] })
    expect(changed.body).toEqual({ ...acl, group: 'sellers', tags: ['a'] })
    expect((await operator.get(`${entities}/acls?tags=a`)).body).toEqual({ data: [changed.body] })
    expect((await operator.delete(`${acls}/${acl.id}`)).status).toBe(204)
    expect((await operator.get(`${acls}/${acl.id}`)).status).toBe(404)
  })

  test('are refused twice, without a name, and to consumers of another control plane', async ({ operator }) => {
    await operator.post(consumers, { username: 'billing' })
    await operator.post(`${consumers}/billing/acls`, { group: 'buyers' })
    expect((await operator.post(`${consumers}/billing/acls`, { group: 'buyers' })).body).toEqual(taken('group'))
    expect((await operator.post(`${consumers}/billing/acls`, {})).body).toEqual(
      refusal({ field: 'group', reason: '"group" is required', rule: 'required', source: 'body' }),
    )
    const { body: other } = await operator.post('/v2/control-planes', { name: 'other' })
    const elsewhere = `/v2/control-planes/${other.id}/core-entities`
    expect((await operator.post(`${elsewhere}/consumers/billing/acls`, { group: 'x' })).status).toBe(404)
    expect((await operator.get(`${elsewhere}/acls`)).body).toEqual({ data: [] })
  })
})

describe('consumer groups', () => {
  test('are told with their consumers, from either side', async ({ operator }) => {
    const { body: billing } = await operator.post(consumers, { username: 'billing' })
    const { status, body: gold } = await operator.post(groups, { name: 'gold' })
    expect({ status, body: gold }).toEqual({
      status: 201,
      body: { ...{ id: uuid(5), name: 'gold', tags: null }, ...times },
    })
    expect((await operator.get(`${groups}/gold`)).body).toEqual({ consumer_group: gold })
    const joined = await operator.post(`${groups}/gold/consumers`, { consumer: billing.id })
    expect({ status: joined.status, body: joined.body }).toEqual({
      status: 201,
      body: { consumer_group: gold, consumers: [billing] },
    })
    expect((await operator.get(`${groups}/gold/consumers`)).body).toEqual({ data: [billing] })
    expect((await operator.get(`${consumers}/billing/consumer_groups`)).body).toEqual({ data: [gold] })
    expect((await operator.delete(`${groups}/gold/consumers/billing`)).status).toBe(204)
    const again = await operator.post(`${consumers}/billing/consumer_groups`, { group: 'gold' })
    expect(again.body).toEqual({ consumer: billing, consumer_groups: [gold] })
    expect((await operator.delete(`${consumers}/billing/consumer_groups/gold`)).status).toBe(204)
    expect((await operator.get(`${consumers}/billing/consumer_groups`)).body).toEqual({ data: [] })
  })

  test('hold a consumer once; what is unknown is a 404; a group takes its plugins along', async ({ operator }) => {
    await operator.post(consumers, { username: 'billing' })
    const { body: gold } = await operator.post(groups, { name: 'gold' })
    expect((await operator.post(groups, { name: 'gold' })).body).toEqual(taken('name'))
    const join = () => operator.post(`${groups}/gold/consumers`, { consumer: 'billing' })
    await join()
    expect((await join()).body).toEqual(problem(409, 'Conflict', 'Consumer is already in the consumer group'))
    expect((await operator.post(`${groups}/gold/consumers`, { consumer: 'nobody' })).status).toBe(404)
    expect((await operator.post(`${groups}/silver/consumers`, { consumer: 'billing' })).status).toBe(404)
    expect((await operator.post(`${consumers}/billing/consumer_groups`, { group: 'silver' })).status).toBe(404)
    const plugin = { name: 'rate-limiting', consumer_group: { id: gold.id } }
    expect((await operator.post(`${entities}/plugins`, plugin)).status).toBe(201)
    const unknown = await operator.post(`${entities}/plugins`, { name: 'cors', consumer_group: { id: uuid(99) } })
    expect(unknown.body).toEqual(
      refusal({
        ...{ field: 'consumer_group.id', reason: 'Consumer group not found', rule: 'missing_reference' },
        source: 'body',
      }),
    )
    await operator.delete(`${groups}/gold`)
    expect((await operator.get(`${entities}/plugins`)).body).toEqual({ data: [] })
    expect((await operator.get(`${consumers}/billing/consumer_groups`)).body).toEqual({ data: [] })
  })
})

describe('plugins', () => {
  const plugins = `${entities}/plugins`

  test('are kept and shown as they are written, put and deleted', async ({ operator }) => {
    const ordering = { before: { access: ['konnect-application-auth'] } }
    const { status, body } = await operator.post(plugins, {
      name: 'ace',
      config: { match_policy: 'required' },
      ordering,
    })
    const ace = {
      ...{ id: uuid(4), name: 'ace', instance_name: null, config: { match_policy: 'required' }, enabled: true },
      ...{ protocols: ['grpc', 'grpcs', 'http', 'https'], ordering, partials: null, condition: null, tags: null },
      ...{ service: null, route: null, consumer: null, consumer_group: null, ...times },
    }
    expect({ status, body }).toEqual({ status: 201, body: ace })
    const put = await operator.put(`${plugins}/${ace.id}`, { name: 'cors', instance_name: 'open', enabled: false })
    expect(put.body).toEqual({
      ...ace,
      ...{ name: 'cors', instance_name: 'open', enabled: false, config: {} },
      ordering: null,
    })
    expect((await operator.get(`${plugins}/open`)).body).toEqual(put.body)
    expect((await operator.delete(`${plugins}/open`)).status).toBe(204)
    expect((await operator.get(`${plugins}/open`)).status).toBe(404)
  })

  test('refuse every mistake at once', async ({ operator }) => {
    const { body } = await operator.post(plugins, { name: '', enabled: 'yes', protocols: ['smtp'], color: 1 })
    expect(told(body)).toEqual(['color unknown_property', 'name min_length', 'enabled is_boolean', 'protocols.0 enum'])
  })
})
