import { describe, expect } from 'vitest'
import { problem, test, uuid } from './konnect.ts'

const entities = `/v2/control-planes/${uuid(2)}/core-entities`
const plugins = `${entities}/plugins`
const taken = {
  status: 409,
  body: problem(409, 'Conflict', 'unique-plugin-per-entity (type: unique) constraint failed'),
}

describe('a plugin', () => {
  test('stands once for all calls, and once for each thing that it is bound to', async ({ operator }) => {
    const post = async (bound: object) => {
      const { status, body } = await operator.post(plugins, { name: 'rate-limiting', config: { minute: 5 }, ...bound })
      return { status, body }
    }
    const { body: service } = await operator.post(`${entities}/services`, { name: 'orders', host: 'a.example' })
    const { body: other } = await operator.post(`${entities}/services`, { name: 'invoices', host: 'a.example' })
    const { body: consumer } = await operator.post(`${entities}/consumers`, { username: 'ada' })
    for (const bound of [
      {},
      { service: { id: service.id } },
      { service: { id: other.id } },
      { service: { id: service.id }, consumer: { id: consumer.id } },
    ]) {
      expect((await post(bound)).status).toBe(201)
      expect(await post(bound)).toEqual(taken)
    }
    expect((await post({ name: 'acl', config: { allow: ['a'] } })).status).toBe(201)
  })

  test('takes no place that another has, and may be put where it stands', async ({ operator }) => {
    const { body: service } = await operator.post(`${entities}/services`, { name: 'orders', host: 'a.example' })
    const global = { name: 'cors', config: {} }
    const bound = { ...global, service: { id: service.id } }
    const { body: first } = await operator.post(plugins, global)
    const { body: second } = await operator.post(plugins, bound)
    expect((await operator.put(`${plugins}/${second.id}`, bound)).status).toBe(200)
    const { status, body } = await operator.put(`${plugins}/${second.id}`, global)
    expect({ status, body }).toEqual(taken)
    await operator.delete(`${plugins}/${first.id}`)
    expect((await operator.put(`${plugins}/${second.id}`, global)).status).toBe(200)
  })
})
