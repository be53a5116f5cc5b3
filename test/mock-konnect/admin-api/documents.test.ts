import { describe, expect } from 'vitest'
import { now, type Operator, problem, refusal, test, uuid } from './konnect.ts'

const times = { created_at: now, updated_at: now }
const taken = problem(409, 'Conflict', 'A document with the given slug already exists')
const id = expect.stringMatching(/^0{8}-0{4}-4000-8000-\d{12}$/)
const wrong = (field: string, reason: string, rule: string) => refusal({ field, reason, rule, source: 'body' })

describe('pages of an API', () => {
  const pagesOf = async (operator: Operator) => {
    const { body } = await operator.post('/v3/apis', { name: 'Orders' })
    return `/v3/apis/${body.id}/documents`
  }

  test('are named by their members, else by front matter, else by their first heading', async ({ operator }) => {
    const pages = await pagesOf(operator)
    const front = '---\ntitle: Start here\nslug: start\nstatus: published\n---\n# Other\n'
    const make = async (body: object) => (await operator.post(pages, body)).body
    const page = { ...{ id, parent_document_id: null, ...times }, status: 'unpublished' }
    expect(await make({ content: front })).toEqual({
      ...{ ...page, title: 'Start here', slug: 'start', status: 'published', content: front },
    })
    expect(await make({ content: front, title: 'Mine', slug: 'mine', status: 'unpublished' })).toEqual({
      ...{ ...page, title: 'Mine', slug: 'mine', content: front },
    })
    expect(await make({ content: 'text\n\n## How to Order ##\n' })).toMatchObject({
      ...{ title: 'How to Order', slug: 'how-to-order', status: 'unpublished' },
    })
    expect(await make({ content: '' })).toEqual({ ...page, title: 'Untitled', slug: 'untitled', content: '' })
    expect(await make({ content: '---\n: [\n---\n# After it\n' })).toMatchObject({ title: 'After it' })
  })

  test('are listed as a tree without their content, filtered by status', async ({ operator }) => {
    const pages = await pagesOf(operator)
    const { body: top } = await operator.post(pages, { title: 'Top', content: 'a', status: 'published' })
    const { body: leaf } = await operator.post(pages, { title: 'Leaf', content: 'b', parent_document_id: top.id })
    const summary = ({ content: _, ...page }: Record<string, unknown>) => page
    const branch = { ...summary(leaf), children: [] }
    expect((await operator.get(pages)).body).toEqual({ data: [{ ...summary(top), children: [branch] }] })
    expect((await operator.get(`${pages}?filter[status]=unpublished`)).body).toEqual({ data: [branch] })
    expect((await operator.get(`${pages}?filter[colour]=red`)).body).toEqual(
      refusal({
        ...{ field: 'filter[colour]', reason: '"filter[colour]" is not allowed', rule: 'unknown_property' },
        source: 'query',
      }),
    )
  })

  test('change with their content and its front matter; a page that goes leaves its children where it stood', async ({
    konnect,
    operator,
  }) => {
    const pages = await pagesOf(operator)
    const { body: top } = await operator.post(pages, { title: 'Top', content: 'a' })
    const { body: middle } = await operator.post(pages, { title: 'M', content: 'b', parent_document_id: top.id })
    const { body: leaf } = await operator.post(pages, { title: 'Leaf', content: 'c', parent_document_id: middle.id })
    konnect.levers.clock.advance(1000)
    const updated_at = '2026-01-01T00:00:01.000Z'
    const content = '---\ntitle: New\n---\nnew'
    const changed = await operator.patch(`${pages}/${leaf.id}`, { content })
    expect(changed.body).toEqual({ ...leaf, content, title: 'New', updated_at })
    expect((await operator.delete(`${pages}/${middle.id}`)).status).toBe(204)
    expect((await operator.get(`${pages}/${leaf.id}`)).body).toMatchObject({ parent_document_id: top.id })
    expect((await operator.delete(`${pages}/${top.id}`)).status).toBe(204)
    expect((await operator.get(`${pages}/${leaf.id}`)).body).toEqual({ ...changed.body, parent_document_id: null })
  })

  test('refuse a slug that is taken, and parents that are none, below it, or of another API', async ({ operator }) => {
    const pages = await pagesOf(operator)
    const { body: top } = await operator.post(pages, { slug: 'top', content: 'a' })
    const { body: leaf } = await operator.post(pages, { slug: 'leaf', content: 'b', parent_document_id: top.id })
    expect((await operator.post(pages, { slug: 'top', content: 'c' })).body).toEqual(taken)
    expect((await operator.patch(`${pages}/${leaf.id}`, { slug: 'top' })).body).toEqual(taken)
    const circle = wrong(
      ...(['parent_document_id', '"parent_document_id" must not be the document or one below it', 'invalid'] as const),
    )
    expect((await operator.patch(`${pages}/${top.id}`, { parent_document_id: leaf.id })).body).toEqual(circle)
    expect((await operator.patch(`${pages}/${top.id}`, { parent_document_id: top.id })).body).toEqual(circle)
    const { body: other } = await operator.post('/v3/apis', { name: 'Bills' })
    const elsewhere = `/v3/apis/${other.id}/documents`
    const unknown = wrong('parent_document_id', 'Document not found', 'missing_reference')
    const stray = { slug: 'x', content: 'c', parent_document_id: top.id }
    expect((await operator.post(elsewhere, stray)).body).toEqual(unknown)
    expect((await operator.get(`${elsewhere}/${top.id}`)).status).toBe(404)
    expect((await operator.get(elsewhere)).body).toEqual({ data: [] })
    const long = await operator.post(pages, { content: 'x'.repeat(1_000_001) })
    expect(long.status).toBe(400)
    expect(long.body.invalid_parameters).toMatchObject([{ field: 'content', rule: 'max_length', maximum: 1_000_000 }])
  })
})

describe('pages of an API product', () => {
  const pagesOf = async (operator: Operator) => {
    const { body } = await operator.post('/v2/api-products', { name: 'Orders' })
    return `/v2/api-products/${body.id}/documents`
  }
  const page = { slug: 'start', title: 'Start', status: 'published' }

  test('have blocks of their content, and are a tree when Accept asks for one', async ({ konnect, operator }) => {
    const pages = await pagesOf(operator)
    const { status, body } = await operator.post(pages, { ...page, content: '# Start\n\nText', metadata: { a: 1 } })
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        ...{ id, ...page, ...times, content: '# Start\n\nText', metadata: { a: 1 }, parent_document_id: null },
        ast: expect.any(Array),
      },
    })
    expect(body.ast).toHaveLength(2)
    const { content: _, metadata: __, ast: ___, ...summary } = body
    const listed = (await operator.get(pages)).body
    expect(listed).toEqual({ data: [summary], meta: { page: { number: 1, size: 10, total: 1 } } })
    const tree = 'application/vnd.konnect.document-tree+json'
    const headers = { authorization: 'Bearer kpat_demo', accept: tree }
    const answer = await konnect.app.inject({ url: pages, headers })
    expect(answer.headers['content-type']).toContain(tree)
    expect(answer.json().data).toMatchObject([{ ...summary, children: [] }])
    expect((await operator.patch(`${pages}/${body.id}`, { title: 'New' })).body).toEqual({ ...body, title: 'New' })
    expect((await operator.delete(`${pages}/${body.id}`)).status).toBe(204)
    expect((await operator.get(`${pages}/${body.id}`)).body).toEqual(problem(404, 'Not Found'))
  })

  test('refuse what is missing or wrong, and pages of another product', async ({ operator }) => {
    const pages = await pagesOf(operator)
    expect((await operator.post(pages, { slug: 'a b', colour: 1 })).body.invalid_parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'colour', rule: 'unknown_property' }),
        expect.objectContaining({ field: 'slug', rule: 'matches_regex' }),
        expect.objectContaining({ field: 'title', rule: 'required' }),
        expect.objectContaining({ field: 'status', rule: 'required' }),
      ]),
    )
    const { body: made } = await operator.post(pages, page)
    expect((await operator.post(pages, page)).body).toEqual(taken)
    const { body: other } = await operator.post('/v2/api-products', { name: 'Bills' })
    expect((await operator.get(`/v2/api-products/${other.id}/documents/${made.id}`)).status).toBe(404)
    expect((await operator.get(`/v2/api-products/${uuid(99)}/documents`)).status).toBe(404)
  })
})
