import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn, refusalsOn } from './pages-client.ts'

const { ids } = demo
const below = { '': 'Refused: what is wrong stands at the fields below.' }
const yaml =
  'openapi: 3.0.3\ninfo:\n  title: Orders\n  version: 1.0.0\npaths:\n  /orders:\n    get:\n      responses: {}\n'
const evil = '<script>alert(1)</script>'

describe('the specification of an API', () => {
  const place = `/konnect/apis/${ids.api}`
  const path = `/v3/apis/${ids.api}/specifications`

  test('is replaced, deleted, and given anew, as it was typed', async ({ pages, operator }) => {
    const before = await pages.get(`${place}/specification`)
    expect(fieldsOn(before).content).toContain('openapi')
    expect(before.html).toContain('<input type="file" data-fills="content">')
    const saved = await pages.submit(`${place}/specification`, { content: yaml.replaceAll('\n', '\r\n') })
    expect([saved.at, saved.text]).toEqual([place, expect.stringContaining('Saved.')])
    const [one] = (await operator.get(path)).body.data
    expect((await operator.get(`${path}/${one?.id}`)).body).toMatchObject({ content: yaml, type: 'oas3' })
    expect((await pages.submit(`${place}/specification/delete`)).text).toContain(
      'There is none yet. Upload Specification',
    )
    expect((await operator.get(path)).body.data).toEqual([])
    expect((await pages.submit(`${place}/specification`, { content: yaml })).text).toContain('oas3 Edit Specification')
  })

  test.for([
    ['', '"content" is required'],
    ['not: one', '"content" must be an OpenAPI or AsyncAPI document'],
    [`: ${evil}`, '"content" must be an OpenAPI or AsyncAPI document'],
  ])(
    "is refused at its field, in the API's words, with what was typed: %s",
    async ([content = '', said], { pages, operator }) => {
      await operator.delete(`${path}/${(await operator.get(path)).body.data[0]?.id}`)
      const page = await pages.post(`${place}/specification`, { content })
      expect([page.status, refusalsOn(page).content, fieldsOn(page).content]).toEqual([400, said, content])
      expect(page.html).not.toContain(evil)
    },
  )
})

describe('the specification of a product version', () => {
  const place = `/konnect/api-products/${ids.product}/versions/${ids.productVersion}`
  const path = `/v2/api-products/${ids.product}/product-versions/${ids.productVersion}/specifications`

  test('is a file with a name', async ({ pages, operator }) => {
    const saved = await pages.submit(`${place}/specification`, { name: 'orders.yaml', content: yaml })
    expect(saved.text).toContain('Specification orders.yaml Edit Specification')
    const [one] = (await operator.get(path)).body.data
    expect((await operator.get(`${path}/${one?.id}`)).body).toMatchObject({ name: 'orders.yaml', content: yaml })
    expect(fieldsOn(await pages.get(`${place}/specification`))).toMatchObject({ name: 'orders.yaml', content: yaml })
    expect((await pages.submit(`${place}/specification/delete`)).text).toContain('There is none yet.')
  })

  test('is refused field by field', async ({ pages, operator }) => {
    for (const { id } of (await operator.get(path)).body.data) await operator.delete(`${path}/${id}`)
    const page = await pages.post(`${place}/specification`, { name: 'orders', content: '' })
    expect([page.status, refusalsOn(page), fieldsOn(page).name]).toEqual([
      400,
      {
        ...below,
        name: '"name" must match the pattern ^.+(?:\\.yaml|\\.yml|\\.json)$',
        content: '"content" is required',
      },
      'orders',
    ])
  })
})

describe.for([
  ['an API', `/konnect/apis/${ids.api}`, `/v3/apis/${ids.api}/documents`],
  ['an API product', `/konnect/api-products/${ids.product}`, `/v2/api-products/${ids.product}/documents`],
] as const)('documents of %s', ([, place, path]) => {
  test('are made, one below another, changed and deleted', async ({ pages, operator }) => {
    const first = {
      title: evil,
      slug: 'first',
      status: 'published',
      parent_document_id: '',
      content: '# One\r\n\r\ntext',
    }
    const made = await pages.submit(`${place}/documents/create`, first)
    expect(made.text).toContain(`${evil} first – published`)
    expect(made.html).not.toContain(evil)
    const id = String((await operator.get(path)).body.data[0]?.id)
    expect((await operator.get(`${path}/${id}`)).body).toMatchObject({ title: evil, content: '# One\n\ntext' })

    const second = { title: 'Two', slug: 'second', status: 'unpublished', parent_document_id: id, content: '' }
    expect((await pages.submit(`${place}/documents/create`, second)).text).toContain(`Two second ${evil} unpublished`)
    const changed = { ...first, title: 'One', status: 'unpublished', content: '# One\n\ntext' }
    expect((await pages.submit(`${place}/documents/${id}`, changed)).text).toContain('Saved.')
    expect(fieldsOn(await pages.get(`${place}/documents/${id}`))).toMatchObject({ title: 'One', status: 'unpublished' })
    const gone = await pages.submit(`${place}/documents/${id}/delete`)
    expect([gone.text.includes('One first'), gone.text.includes('Two second – unpublished')]).toEqual([false, true])
  })

  test('are refused at the field, with what was typed', async ({ pages }) => {
    const typed = { title: 'One', slug: 'a b', status: 'published', parent_document_id: '', content: '# One' }
    const page = await pages.post(`${place}/documents/create`, typed)
    expect([page.status, refusalsOn(page)]).toEqual([
      400,
      { ...below, slug: '"slug" must match the pattern ^[\\w-]+$' },
    ])
    expect(fieldsOn(page)).toMatchObject({ title: 'One', slug: 'a b', status: 'published', content: '# One' })
    await pages.submit(`${place}/documents/create`, { ...typed, slug: 'taken' })
    const again = await pages.post(`${place}/documents/create`, { ...typed, slug: 'taken' })
    expect([again.status, refusalsOn(again)]).toEqual([
      409,
      {
        ...below,
        slug: 'A document with the given slug already exists',
        advice: 'this slug is taken; choose another or remove what holds it',
      },
    ])
  })

  test('that are none say so', async ({ pages }) => {
    const page = await pages.get(`${place}/documents/${ids.portal}`)
    expect([page.status, refusalsOn(page)['']]).toEqual([404, 'Not Found'])
  })
})
