import { describe, expect } from 'vitest'
import { now, type Operator, problem, refusal, test } from './konnect.ts'

const times = { created_at: now, updated_at: now }
const id = expect.stringMatching(/^0{8}-0{4}-4000-8000-\d{12}$/)
const openapi = '{"openapi":"3.0.3","info":{"title":"Orders","version":"2.1"},"paths":{"/orders":{"get":{}}}}'
const asyncapi = 'asyncapi: 3.0.0\ninfo:\n  title: Events\n  version: 1.0.0\n'
const swagger = 'swagger: "2.0"\ninfo:\n  title: Old\n  version: "1"\npaths: {}\n'
const none = (field: string) =>
  refusal({ field, reason: `"${field}" must be an OpenAPI or AsyncAPI document`, rule: 'invalid', source: 'body' })
/** Neither JSON nor YAML, no map, no kind of specification, and aliases that grow without end. */
const nonsense = ['{"a":', '[1,2]', 'title: none', 'openapi: "9"', bomb()]

function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, n) =>
      `a${n}: &a${n} [${Array(9)
        .fill(n ? `*a${n - 1}` : 'x')
        .join(',')}]`,
  )
  return `${lines.join('\n')}\nopenapi: 3.0.0\n`
}

describe('versions of an API', () => {
  const versionsOf = async (operator: Operator, members: object = {}) => {
    const { body } = await operator.post('/v3/apis', { name: 'Orders', ...members })
    return { api: `/v3/apis/${body.id}`, versions: `/v3/apis/${body.id}/versions` }
  }

  test.for([
    ['oas3', openapi, '2.1'],
    ['oas2', swagger, '1'],
    ['asyncapi', asyncapi, '1.0.0'],
  ] as const)('are called what their specification says: %s', async ([type, content, version], { operator }) => {
    const { versions } = await versionsOf(operator)
    const { status, body } = await operator.post(versions, { spec: { content } })
    expect({ status, body }).toEqual({
      status: 201,
      body: { id, version, spec: { content, type, validation_messages: [] }, ...times },
    })
    const shown = { id: body.id, version, spec: { type }, ...times }
    expect((await operator.get(versions)).body).toEqual({
      data: [shown],
      meta: { page: { number: 1, size: 10, total: 1 } },
    })
    expect((await operator.get(`${versions}/${body.id}`)).body).toEqual(body)
  })

  test('come with the API, and are its current one', async ({ operator }) => {
    const { api, versions } = await versionsOf(operator, { version: '7', spec_content: openapi })
    const [made] = (await operator.get(versions)).body.data
    expect(made).toEqual({ id, version: '7', spec: { type: 'oas3' }, ...times })
    expect((await operator.get(api)).body.current_version_summary).toEqual(made)
    await operator.post(versions, { version: '8', spec: { content: openapi } })
    expect((await operator.get(api)).body.current_version_summary).toEqual(made)
    await operator.delete(`${versions}/${made?.id}`)
    expect((await operator.get(api)).body.current_version_summary).toMatchObject({ version: '8' })
  })

  test('change, by what is sent alone', async ({ operator }) => {
    const { versions } = await versionsOf(operator)
    const { body } = await operator.post(versions, { version: '1', spec: {} })
    expect(body).toEqual({ id, version: '1', ...times })
    const named = await operator.patch(`${versions}/${body.id}`, { version: '2' })
    expect(named.body).toEqual({ ...body, version: '2' })
    const filled = await operator.patch(`${versions}/${body.id}`, { spec: { content: asyncapi } })
    expect(filled.body).toMatchObject({ version: '2', spec: { type: 'asyncapi', content: asyncapi } })
  })

  test('refuse a version twice, one without a name, another API’s, and what is no specification', async ({
    operator,
  }) => {
    const { versions } = await versionsOf(operator)
    const { body } = await operator.post(versions, { spec: { content: openapi } })
    const taken = problem(409, 'Conflict', 'API already has the given version')
    expect((await operator.post(versions, { spec: { content: openapi } })).body).toEqual(taken)
    expect((await operator.post(versions, { spec: {} })).body).toEqual(
      refusal({ field: 'version', reason: '"version" is required', rule: 'required', source: 'body' }),
    )
    const other = await versionsOf(operator, { name: 'Bills' })
    expect((await operator.get(`${other.versions}/${body.id}`)).status).toBe(404)
    for (const content of nonsense) {
      const answer = await operator.post(versions, { version: '9', spec: { content } })
      expect([answer.status, answer.reason?.code]).toEqual([400, 'konnect.not-a-specification'])
      expect(answer.body).toEqual(none('spec.content'))
      expect((await operator.patch(`${versions}/${body.id}`, { spec: { content } })).body).toEqual(none('spec.content'))
    }
    expect((await operator.get(`${versions}/${body.id}`)).body).toEqual(body)
    const spec_content = '{"a":'
    expect((await operator.post('/v3/apis', { name: 'Broken', spec_content })).body).toEqual(none('spec_content'))
    expect((await operator.get('/v3/apis?filter[name]=Broken')).body.data).toEqual([])
  })
})

test('what a specification is written in is told to nobody', async ({ operator, onTestFinished }) => {
  const warnings: string[] = []
  // What else the process warns of is nobody's concern here.
  const note = ({ message }: Error) => void (message.includes('secret-tag') && warnings.push(message))
  process.on('warning', note)
  onTestFinished(() => void process.off('warning', note))
  const { body: api } = await operator.post('/v3/apis', { name: 'Orders' })
  const content = '!secret-tag\nopenapi: 3.0.3\n'
  await operator.post(`/v3/apis/${api.id}/versions`, { version: '1', spec: { content } })
  await operator.post(`/v3/apis/${api.id}/documents`, { content: '---\n!secret-tag {title: A}\n---\n' })
  await new Promise((resolve) => process.nextTick(resolve))
  expect(warnings).toEqual([])
})

describe('the specification of an API', () => {
  test('is one: made, shown, changed, deleted, and named by its API', async ({ operator }) => {
    const { body: api } = await operator.post('/v3/apis', { name: 'Orders' })
    const path = `/v3/apis/${api.id}/specifications`
    const { status, body } = await operator.post(path, { content: openapi })
    const spec = { id, content: openapi, type: 'oas3', validation_messages: [], ...times }
    expect({ status, body }).toEqual({ status: 201, body: spec })
    expect((await operator.get(`/v3/apis/${api.id}`)).body.api_spec_ids).toEqual([body.id])
    expect((await operator.get(path)).body.data).toEqual([{ id: body.id, type: 'oas3', ...times }])
    expect((await operator.post(path, { content: openapi })).body).toEqual(
      problem(409, 'Conflict', 'API already has a specification'),
    )
    const changed = await operator.patch(`${path}/${body.id}`, { content: asyncapi })
    expect(changed.body).toEqual({ ...spec, id: body.id, content: asyncapi, type: 'asyncapi' })
    for (const content of nonsense) {
      expect((await operator.patch(`${path}/${body.id}`, { content })).body).toEqual(none('content'))
    }
    expect((await operator.delete(`${path}/${body.id}`)).status).toBe(204)
    expect((await operator.get(`${path}/${body.id}`)).body).toEqual(problem(404, 'Not Found'))
  })
})

describe('the specification of a product version', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  test('is sent as base64, shown as text, and one', async ({ operator }) => {
    const { body: product } = await operator.post('/v2/api-products', { name: 'Orders' })
    const versions = `/v2/api-products/${product.id}/product-versions`
    const { body: version } = await operator.post(versions, { name: 'v1' })
    const path = `${versions}/${version.id}/specifications`
    const { status, body } = await operator.post(path, { name: 'oas.json', content: base64(openapi) })
    expect({ status, body }).toMatchObject({ status: 201, body: { name: 'oas.json', content: openapi, ...times } })
    expect((await operator.get(path)).body.data).toEqual([body])
    expect((await operator.post(path, { name: 'b.yaml', content: base64(swagger) })).body).toEqual(
      problem(409, 'Conflict', 'API product version already has a specification'),
    )
    const renamed = await operator.patch(`${path}/${body.id}`, { name: 'oas.yaml', content: base64(swagger) })
    expect(renamed.body).toEqual({ ...body, name: 'oas.yaml', content: swagger })
    const wrong = await operator.patch(`${path}/${body.id}`, { name: 'oas.txt', content: 'no base64!' })
    expect(wrong.body.invalid_parameters).toMatchObject([
      { field: 'name', rule: 'matches_regex' },
      { field: 'content', rule: 'is_base64' },
    ])
    for (const text of nonsense) {
      expect((await operator.patch(`${path}/${body.id}`, { content: base64(text) })).body).toEqual(none('content'))
    }
    const { body: other } = await operator.post(versions, { name: 'v2' })
    expect((await operator.get(`${versions}/${other.id}/specifications/${body.id}`)).status).toBe(404)
    expect((await operator.delete(`${path}/${body.id}`)).status).toBe(204)
    expect((await operator.get(path)).body.data).toEqual([])
  })
})
