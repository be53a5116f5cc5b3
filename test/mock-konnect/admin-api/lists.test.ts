import { describe, expect } from 'vitest'
import { refusal, test } from './konnect.ts'

const curity = {
  name: 'Curity',
  provider_type: 'curity',
  issuer: 'https://curity.example/oauth/v2/oauth-anonymous/.well-known/openid-configuration',
  dcr_config: { initial_client_id: 'dcr-admin', initial_client_secret: 'initial-secret' },
}

describe('every list, such as GET /v2/dcr-providers', () => {
  test('pages, sorts and filters', async ({ operator }) => {
    for (const name of ['b', 'c', 'a']) await operator.post('/v2/dcr-providers', { ...curity, name })
    const names = async (query: string) => {
      const { body } = await operator.get(`/v2/dcr-providers?${query}`)
      return { names: body.data.map(({ name }) => name), ...(body.meta as object) }
    }
    const page = (number: number, size: number, total: number) => ({ page: { number, size, total } })
    expect(await names('')).toEqual({ names: ['b', 'c', 'a'], ...page(1, 10, 3) })
    expect(await names('sort=name%20desc&page[size]=2')).toEqual({ names: ['c', 'b'], ...page(1, 2, 3) })
    expect(await names('sort=name&page[size]=2&page[number]=2')).toEqual({ names: ['c'], ...page(2, 2, 3) })
    expect(await names('filter[name]=a')).toEqual({ names: ['a'], ...page(1, 10, 1) })
    expect(await names('filter[issuer][contains]=curity.example&filter[name][eq]=b')).toEqual({
      names: ['b'],
      ...page(1, 10, 1),
    })
    expect(await names('filter[initial_client_id]=nobody')).toEqual({ names: [], ...page(1, 10, 0) })
  })

  test('refuses what it does not know, all at once', async ({ operator }) => {
    const query = 'page[size]=ten&page[number]=0&sort=colour&filter[colour]=red&filter[name][ocontains]=a'
    const { status, body } = await operator.get(`/v2/dcr-providers?${query}`)
    const choices = ['created_at', 'updated_at', 'provider_type', 'issuer', 'name']
    const source = 'query'
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal(
        {
          field: 'page[number]',
          reason: '"page[number]" must be greater than or equal to 1',
          rule: 'min',
          minimum: 1,
          source,
        },
        { field: 'page[size]', reason: '"page[size]" must be a number', rule: 'is_number', source },
        { field: 'sort', reason: `must be one of [${choices.join(', ')}]`, rule: 'enum', choices, source },
        { field: 'filter[colour]', reason: '"filter[colour]" is not allowed', rule: 'unknown_property', source },
        {
          field: 'filter[name][ocontains]',
          reason: '"filter[name][ocontains]" is not allowed',
          rule: 'unknown_property',
          source,
        },
      ),
    })
  })

  test('refuses a page above the maximum in strict mode, cuts it with compat docs', async ({ konnect, operator }) => {
    expect((await operator.get('/v2/dcr-providers?page[size]=101')).status).toBe(400)
    konnect.levers.behaviour.change({ compat: 'docs' })
    const { status, body } = await operator.get('/v2/dcr-providers?page[size]=1000')
    expect({ status, meta: body.meta }).toEqual({ status: 200, meta: { page: { number: 1, size: 100, total: 0 } } })
  })
})
