import { describe, expect } from 'vitest'
import { test as base, demo, now, problem, refusal } from '../portal-world.ts'

const nobody = 'ffffffff-ffff-4fff-bfff-ffffffffffff'
const times = { created_at: now, updated_at: now }
const openapi = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': { get: { operationId: 'listOrders', summary: 'All orders', tags: ['a'] }, post: { deprecated: true } },
  },
})

/** An API and a product with a published page, one that is not, and a specification. */
const test = base.extend('pages', async ({ operator }) => {
  const make = async (path: string, body: object) => {
    const answer = await operator.post(path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body.id
  }
  const [api, product] = [`/v3/apis/${demo.ids.api}`, `/v2/api-products/${demo.ids.product}`]
  const start = { title: 'How to order', slug: 'start', content: '# How to order\n\nOne by one.', status: 'published' }
  const hidden = { title: 'Secret plans', slug: 'plans', content: 'Later', status: 'unpublished' }
  for (const { id } of (await operator.get(`${api}/specifications`)).body.data)
    await operator.delete(`${api}/specifications/${id}`)
  const versionSpecs = `${product}/product-versions/${demo.ids.productVersion}/specifications`
  for (const { id } of (await operator.get(versionSpecs)).body.data) await operator.delete(`${versionSpecs}/${id}`)
  const ofApi = await make(`${api}/documents`, start)
  const below = { title: 'More', slug: 'more', content: 'more', status: 'published', parent_document_id: ofApi }
  return {
    ...{ ofApi, hidden: await make(`${api}/documents`, hidden), below: await make(`${api}/documents`, below) },
    spec: await make(`${api}/specifications`, { content: openapi }),
    ofProduct: await make(`${product}/documents`, start),
    hiddenOfProduct: await make(`${product}/documents`, hidden),
    specOfVersion: await make(versionSpecs, { name: 'oas.json', content: btoa(openapi) }),
  }
})

describe('a current portal', () => {
  test('shows published pages as a tree, one by id or slug, and no other', async ({ v3, pages }) => {
    const page = { id: pages.ofApi, parent_document_id: null, title: 'How to order', slug: 'start', ...times }
    const below = { id: pages.below, parent_document_id: pages.ofApi, title: 'More', slug: 'more', ...times }
    const path = `/apis/${demo.ids.api}/documents`
    expect((await v3.get(path)).body).toEqual({ data: [{ ...page, children: [{ ...below, children: [] }] }] })
    const one = await v3.get(`${path}/start`)
    expect(one.body).toMatchObject({ id: pages.ofApi, title: 'How to order', slug: 'start' })
    expect((await v3.get(`${path}/${pages.ofApi}`)).body).toEqual(one.body)
    for (const key of ['plans', pages.hidden, pages.ofProduct, nobody]) {
      const { status, body } = await v3.get(`${path}/${key}`)
      expect([status, body]).toEqual([404, problem(404, 'Not Found')])
    }
  })

  test('shows specifications, and none of something else', async ({ v3, pages }) => {
    const path = `/apis/${demo.ids.api}/specifications`
    expect((await v3.get(path)).body).toEqual({
      data: [{ id: pages.spec, api_type: 'oas3' }],
      meta: { page: { number: 1, size: 10, total: 1 } },
    })
    expect((await v3.get(`${path}/${pages.spec}`)).body).toEqual({ api_type: 'oas3', content: openapi })
    expect((await v3.get(`${path}/${pages.specOfVersion}`)).status).toBe(404)
  })

  test('finds published pages and operations by their words, in any case, page by page', async ({ v3, pages }) => {
    const found = async (query: string) => {
      const { body } = await v3.get(`/search${query}`)
      return body.data.map(({ type, name }) => [type, name])
    }
    expect(await found('?q=HOW')).toEqual([['document', 'How to order']])
    expect(await found('?q=one%20by%20one')).toEqual([['document', 'How to order']])
    expect(await found('?q=secret')).toEqual([])
    expect(await found('?q=listorders')).toEqual([['operation', 'listOrders']])
    expect(await found('?q=nothing-of-the-kind')).toEqual([])
    const all = await v3.get('/search')
    expect(all.body.data).toHaveLength(4)
    expect(all.body.data[0]).toEqual({
      ...{ id: pages.ofApi, type: 'document', name: 'How to order', match: 'How to order' },
      description: '# How to order\n\nOne by one.',
      attributes: expect.objectContaining({ slug: 'start', path: '/orders-v1/start', scope: 'api' }),
      relations: expect.objectContaining({ api_id: demo.ids.api, portal_id: demo.ids.portal, spec_id: '' }),
    })
    const first = await v3.get('/search?page[size]=3')
    const { page } = first.body.meta as { page: { next: string; size: number } }
    expect([first.body.data.length, page.size]).toEqual([3, 3])
    const second = await v3.get(page.next.replace('/api/v3', ''))
    expect([...first.body.data, ...second.body.data]).toEqual(all.body.data)
    expect(second.body.meta).toMatchObject({ page: { next: null, previous: expect.any(String) } })
  })

  test('refuses cursors that are none, and sizes', async ({ v3 }) => {
    const { body } = await v3.get('/search?page[after]=nowhere&page[size]=0')
    expect(body).toEqual(
      refusal(
        ...[
          { field: 'page[size]', reason: '"page[size]" must be greater than or equal to 1', rule: 'min', minimum: 1 },
          { field: 'page[after]', reason: '"page[after]" is invalid', rule: 'invalid' },
        ].map((wrong) => ({ ...wrong, source: 'query' })),
      ),
    )
  })
})

describe('a classic portal', () => {
  const product = `/products/${demo.ids.product}`
  const version = `${product}/versions/${demo.ids.productVersion}`

  test('shows published pages, and no other', async ({ v2, pages }) => {
    const { body } = await v2.get(`${product}/documents`)
    expect(body).toEqual({
      data: [
        {
          ...{ id: pages.ofProduct, parent_document_id: null, title: 'How to order', slug: 'start', ...times },
          metadata: {},
        },
      ],
      meta: { page: { number: 1, size: 10, total: 1 } },
    })
    expect((await v2.get(`${product}/documents/${pages.ofProduct}`)).body).toMatchObject({ title: 'How to order' })
    for (const id of [pages.hiddenOfProduct, pages.ofApi, nobody]) {
      expect((await v2.get(`${product}/documents/${id}`)).body).toEqual(problem(404, 'Not Found'))
    }
  })

  test('shows the specification of a version and its operations; nothing while there is none', async ({
    operator,
    v2,
    pages,
  }) => {
    expect((await v2.get(`${version}/spec`)).body).toEqual({ api_type: 'openapi', content: openapi })
    const operation = { path: '/orders', operation_id: null, tags: [], summary: null, deprecated: false }
    expect((await v2.get(`${version}/spec/operations`)).body).toEqual({
      api_type: 'openapi',
      operations: [
        { ...operation, method: 'get', operation_id: 'listOrders', tags: ['a'], summary: 'All orders' },
        { ...operation, method: 'post', deprecated: true },
      ],
    })
    const specs = `/v2/api-products/${demo.ids.product}/product-versions/${demo.ids.productVersion}/specifications`
    await operator.delete(`${specs}/${pages.specOfVersion}`)
    for (const path of [`${version}/spec`, `${version}/spec/operations`]) expect((await v2.get(path)).status).toBe(204)
    expect((await v2.get(`${product}/versions/${nobody}/spec`)).body).toEqual(problem(404, 'Not Found'))
  })

  test('finds products by name and description, and knows one index', async ({ operator, v2 }) => {
    await operator.patch(`/v2/api-products/${demo.ids.product}`, { description: 'Everything one buys' })
    const found = async (q: string) => (await v2.get(`/search/product-catalog?q=${q}`)).body
    const hit = { index: 'product-catalog', source: expect.objectContaining({ id: demo.ids.product, name: 'Orders' }) }
    const page = (total: number) => ({ page: { number: 1, size: 10, total } })
    expect(await found('ORD')).toEqual({ data: [hit], meta: page(1) })
    expect(await found('buys')).toEqual({ data: [hit], meta: page(1) })
    expect(await found('bills')).toEqual({ data: [], meta: page(0) })
    const { status, body } = await v2.get('/search/product-catalog,other')
    expect([status, body]).toEqual([
      400,
      refusal({
        ...{ field: 'indices', reason: 'must be one of [product-catalog]', rule: 'enum' },
        ...{ choices: ['product-catalog'], source: 'path' },
      }),
    ])
  })
})
