import { describe, expect } from 'vitest'
import { test } from './fixtures.ts'
import { pagesClient, refusalsOn } from './pages-client.ts'

const list = '/konnect/portals/application-auth/dcr-providers'

describe('signing in at Konnect', () => {
  test('is asked for first, and leads back to the page', async ({ konnect }) => {
    const client = pagesClient(konnect)
    const asked = await client.get(`${list}?page=2`)
    expect([asked.status, asked.location]).toEqual([
      303,
      `/konnect/sign-in?return=${encodeURIComponent(`${list}?page=2`)}`,
    ])
    const form = await client.get(asked.location ?? '')
    expect(form.html).toContain(`action="${asked.location}"`)
    const entered = await client.post(asked.location ?? '', { token: 'kpat_demo' })
    expect([entered.status, entered.location]).toEqual([303, `${list}?page=2`])
    expect((await client.get(list)).text).toContain('DCR Providers')
  })

  test('keeps the token sealed, in a cookie for these pages alone', async ({ konnect }) => {
    const { headers } = await pagesClient(konnect).signIn()
    expect(headers['set-cookie']).toMatch(/^konnectsession=[\w-]+; Path=\/konnect; HttpOnly; SameSite=Strict$/)
    expect(Buffer.from(String(headers['set-cookie']), 'base64url').toString('latin1')).not.toContain('kpat_demo')
  })

  test.for([
    ['kpat_wrong', 401, 'Unauthorized', 'this server was not started with that token; see its setting KONNECT_TOKENS'],
    ['', 400, '"token" is required', undefined],
    ['a\r\nb: c', 400, '"token" is invalid', undefined],
    ['pät', 400, '"token" is invalid', undefined],
  ] as const)("refuses the token %j in the API's words", async ([token, status, said, advice], { konnect }) => {
    const client = pagesClient(konnect)
    const page = await client.signIn(token)
    expect([page.status, page.location]).toEqual([status, undefined])
    expect(refusalsOn(page)).toEqual({
      '': 'Refused: what is wrong stands at the fields below.',
      token: said,
      ...(advice && { advice }),
    })
    expect(page.html).not.toContain('kpat_wrong')
    expect(client.cookie()).toBe('')
  })

  test.for(['https://evil.test/', '//evil.test', '/konnectevil', '/portal', '/konnect/../portal'])(
    'returns to no other place: %s',
    async (place, { konnect }) => {
      const page = await pagesClient(konnect).post(`/konnect/sign-in?return=${encodeURIComponent(place)}`, {
        token: 'kpat_demo',
      })
      expect([page.status, page.location]).toEqual([303, '/konnect'])
    },
  )

  test('ends by signing out', async ({ pages }) => {
    const out = await pages.post('/konnect/sign-out')
    expect([out.status, out.location]).toEqual([303, '/konnect/sign-in'])
    expect(out.headers['set-cookie']).toMatch(/^konnectsession=; .*Expires=Thu, 01 Jan 1970/)
    expect((await pages.get(list)).status).toBe(303)
  })

  test.for(['konnectsession=made-up', 'konnectsession=', 'konnectsession=%00'])(
    'is not forged by %s',
    async (cookie, { pages }) => {
      pages.become(cookie)
      expect((await pages.get(list)).location).toMatch(/^\/konnect\/sign-in/)
    },
  )

  test('is lost with a form under way: asks again, and leads back to the form', async ({ pages }) => {
    pages.become('')
    const sent = await pages.post(`/konnect/portals/application-auth/dcr-provider/some-id/delete?x=1`)
    expect([sent.status, sent.location]).toEqual([
      303,
      `/konnect/sign-in?return=${encodeURIComponent('/konnect/portals/application-auth/dcr-provider/some-id?x=1')}`,
    ])
  })

  test('shows no token to the recorder', async ({ pages, konnect }) => {
    await pages.get(list)
    expect(JSON.stringify(konnect.levers.exchanges.list())).not.toContain('kpat_demo')
  })
})

describe('every page of Konnect', () => {
  test.for(['/konnect', list, '/konnect/nowhere'])('%s has a strict policy', async (path, { pages }) => {
    const { headers } = await pages.get(path)
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self';/)
    expect(headers['cache-control']).toBe('no-store')
  })

  test('takes no form from another site', async ({ pages }) => {
    const sent = await pages.post('/konnect/sign-out', {}, { origin: 'https://evil.test' })
    expect([sent.status, sent.text]).toEqual([403, 'This form was sent from another site.'])
  })

  test('takes no JSON', async ({ pages }) => {
    const sent = await pages.post('/konnect/sign-out', {}, { 'content-type': 'application/json' })
    expect([sent.status, sent.headers['content-type']]).toEqual([415, 'text/html; charset=utf-8'])
  })

  test('that does not exist says so, and keeps the menu', async ({ pages }) => {
    const page = await pages.get('/konnect/nowhere')
    expect([page.status, refusalsOn(page)]).toEqual([404, { '': 'There is no such page.' }])
    expect(page.html).toContain('href="/konnect/apis"')
  })

  test('tells which address of the API did not answer', async ({ pages, konnect }) => {
    konnect.levers.faults.arm({ route: 'GET /v2/dcr-providers', kind: 'hang-up' })
    const page = await pages.get(list)
    expect([page.status, refusalsOn(page)]).toEqual([
      502,
      {
        '': "No readable answer from Konnect's API. Tried: http://127.0.0.1:8080/v2/dcr-providers?page[size]=10&page[number]=1",
      },
    ])
  })

  test('shows a failure that the API has nothing to say about', async ({ pages, konnect }) => {
    konnect.levers.faults.arm({ route: 'GET /v2/dcr-providers', kind: 'answer', status: 503 })
    const page = await pages.get(list)
    expect(page.status).toBe(503)
    expect(refusalsOn(page)).toEqual({ '': 'GET /v2/dcr-providers?page[size]=10&page[number]=1 was answered 503' })
  })
})
