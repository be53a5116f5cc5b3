import { describe, expect } from 'vitest'
import type { Meddling, Step } from '../identity-provider.ts'
import { portalClient } from '../portal-client.ts'
import { demo, demoKonnect, problem, rowsOf, test } from '../portal-world.ts'

const refused = problem(400, 'Invalid Request', 'Unable to create the DCR application', { invalid_parameters: [] })

interface Case {
  title: string
  step: Step
  meddling: Meddling
  code: string
  /** What the exchange must say of it. */
  says: RegExp
}

const cases: Case[] = [
  {
    title: 'an issuer that answers 404',
    ...{ step: 'discovery', meddling: { status: 404 }, code: 'konnect.dcr.not-an-issuer', says: /answers 404/ },
  },
  {
    title: 'an address whose answer is no JSON',
    ...{
      step: 'discovery',
      meddling: { status: 200, body: '<html>' },
      code: 'konnect.dcr.not-an-issuer',
      says: /issuer/,
    },
  },
  {
    title: 'metadata without issuer',
    step: 'discovery',
    meddling: { change: ({ issuer: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.not-an-issuer', says: /no member issuer/ },
  },
  {
    title: 'metadata without token endpoint',
    step: 'discovery',
    meddling: { change: ({ token_endpoint: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.not-an-issuer', says: /no member token_endpoint/ },
  },
  {
    title: 'an issuer whose registration is off',
    step: 'discovery',
    meddling: { change: ({ registration_endpoint: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.no-registration-endpoint', says: /Dynamic Client Registration/ },
  },
  {
    title: 'an issuer that cuts the connection',
    ...{ step: 'discovery', meddling: { afterwards: 'cut' }, code: 'konnect.dcr.issuer-unreachable', says: /reset/ },
  },
  {
    title: 'a refused initial client',
    step: 'token',
    meddling: { status: 401, body: { error: 'invalid_client', error_description: 'konnect-dcr-secret is wrong' } },
    ...{ code: 'konnect.dcr.initial-client-refused', says: /status 401 \(invalid_client, \*\*\* is wrong\)/ },
  },
  {
    title: 'an initial client without the capability',
    step: 'token',
    meddling: { status: 400, body: { error: 'unauthorized_client' } },
    ...{ code: 'konnect.dcr.initial-client-refused', says: /unauthorized_client/ },
  },
  {
    title: 'an initial client that may not register',
    step: 'token',
    meddling: { status: 400, body: { error: 'invalid_scope' } },
    ...{ code: 'konnect.dcr.scope-refused', says: /authenticate-client-by/ },
  },
  {
    title: 'a token that came without the scope',
    step: 'token',
    meddling: { change: (body) => ({ ...body, scope: '' }) },
    ...{ code: 'konnect.dcr.scope-refused', says: /granted ""/ },
  },
  {
    title: 'a token answer without token',
    step: 'token',
    meddling: { change: ({ access_token: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.answer-unusable', says: /no access_token/ },
  },
  {
    title: 'an initial token that was used before',
    step: 'register',
    meddling: { status: 401, body: { error: 'invalid_token' } },
    ...{ code: 'konnect.dcr.registration-refused', says: /status 401 \(invalid_token\)/ },
  },
  {
    title: 'metadata that the identity provider refuses',
    step: 'register',
    meddling: { status: 400, body: { error: 'invalid_client_metadata' } },
    ...{ code: 'konnect.dcr.registration-refused', says: /invalid_client_metadata/ },
  },
  {
    title: 'a registration that fails inside',
    step: 'register',
    meddling: { status: 500, body: 'oops' },
    ...{ code: 'konnect.dcr.registration-refused', says: /status 500/ },
  },
  {
    title: 'a registration answer without secret',
    step: 'register',
    meddling: { change: ({ client_secret: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.answer-unusable', says: /deleted again/ },
  },
  {
    title: 'a registration answer without client id',
    step: 'register',
    meddling: { change: ({ client_id: _, ...rest }) => rest },
    ...{ code: 'konnect.dcr.answer-unusable', says: /deleted again/ },
  },
]

describe('creating an application', () => {
  test.for(cases)('fails with $code for $title, and leaves nothing', async (one, { v3, idp, konnect }) => {
    idp.meddle(one.step, one.meddling)
    const { status, body, type, reason } = await v3.post('/applications', { name: 'billing' })
    expect(status).toBe(400)
    expect(type).toBe('application/problem+json; charset=utf-8')
    expect(body).toEqual(refused)
    expect(reason).toEqual({ code: one.code, advice: expect.stringMatching(one.says) })
    expect(await rowsOf(konnect, 'applications')).toEqual([])
    expect([...idp.clients.keys()]).toEqual([])
    idp.meddle(one.step, undefined)
    expect((await v3.post('/applications', { name: 'billing' })).status).toBe(201)
  })

  test('calls each step once, whatever it answers', async ({ v3, idp }) => {
    idp.meddle('register', { status: 503 })
    await v3.post('/applications', { name: 'billing' })
    expect(idp.calls).toEqual([
      'GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration',
      'POST /oauth/v2/oauth-token',
      'POST /register',
    ])
  })

  test('reports the client that it could not delete again', async ({ v3, idp, konnect }) => {
    idp.meddle('register', { change: ({ client_secret: _, registration_access_token: __, ...rest }) => rest })
    const { reason } = await v3.post('/applications', { name: 'billing' })
    expect(reason?.code).toBe('konnect.dcr.answer-unusable')
    expect(reason?.advice).toContain('client client-2 stays at the provider')
    expect(await rowsOf(konnect, 'applications')).toEqual([])
  })

  test.for(['discovery', 'token', 'register'] as const)(
    'gives up when %s takes too long',
    async (step, { v3, idp, konnect }) => {
      konnect.levers.behaviour.change({ idpTimeoutMs: 1000 })
      idp.meddle(step, { afterwards: 'hang' })
      const { status, body, reason } = await v3.post('/applications', { name: 'billing' })
      expect([status, body]).toEqual([400, refused])
      expect(reason?.code).toBe('konnect.dcr.timeout')
      expect(reason?.advice).toContain('within 1000 ms')
      // Only the last step can have made something that Konnect never heard of.
      expect(reason?.advice.includes('a client named "billing" may have been made there')).toBe(step === 'register')
      expect(await rowsOf(konnect, 'applications')).toEqual([])
    },
  )

  test('says that nobody listens at the issuer', async ({ idp, onTestFinished }) => {
    const konnect = await demoKonnect('http://127.0.0.1:1/oauth')
    onTestFinished(() => konnect.app.close())
    const v3 = portalClient(konnect, 'v3')
    await v3.signIn()
    const { body, reason } = await v3.post('/applications', { name: 'billing' })
    expect(body).toEqual(refused)
    expect(reason?.code).toBe('konnect.dcr.issuer-unreachable')
    expect(reason?.advice).toContain('http://127.0.0.1:1/oauth/.well-known/openid-configuration (refused)')
    expect(idp.calls).toEqual([])
  })

  test('deletes the client again when another application took the name meanwhile', async ({ v3, idp, konnect }) => {
    let second: Promise<{ status: number }> | undefined
    idp.meddle('token', {
      async meanwhile() {
        idp.meddle('token', undefined)
        second = v3.post('/applications', { name: 'billing' })
        await second
      },
    })
    const first = await v3.post('/applications', { name: 'billing' })
    expect([first.status, (await second)?.status]).toEqual([409, 201])
    expect(idp.clients.size).toBe(1)
    const [row, ...others] = await rowsOf(konnect, 'applications')
    expect(others).toEqual([])
    expect(row?.client_id).toBe([...idp.clients.keys()][0])
  })

  test('deletes the client again when the developer was removed meanwhile', async ({ v3, idp, konnect, operator }) => {
    const path = `/v3/portals/${demo.ids.portal}/developers/${demo.ids.developer}`
    idp.meddle('register', { meanwhile: () => operator.delete(path) })
    const { status, reason } = await v3.post('/applications', { name: 'billing' })
    expect([status, reason?.code]).toEqual([404, 'konnect.application.vanished'])
    expect(await rowsOf(konnect, 'applications')).toEqual([])
    expect(idp.clients.size).toBe(0)
  })

  test('reports the client of an application that could not be stored and not be undone', async ({
    v3,
    idp,
    operator,
  }) => {
    const path = `/v3/portals/${demo.ids.portal}/developers/${demo.ids.developer}`
    idp.meddle('register', { meanwhile: () => operator.delete(path) })
    idp.meddle('delete', { status: 500 })
    const { status, reason } = await v3.post('/applications', { name: 'billing' })
    expect([status, reason?.code]).toEqual([404, 'konnect.dcr.orphan'])
    expect(reason?.advice).toContain('client client-2 stays at the provider: delete it there')
  })

  test('tells of the client that was made when the answer was lost', async ({ v3, idp }) => {
    idp.meddle('register', { afterwards: 'cut' })
    const { reason } = await v3.post('/applications', { name: 'billing' })
    expect(reason?.code).toBe('konnect.dcr.issuer-unreachable')
    expect(reason?.advice).toContain('a client named "billing" may have been made there')
  })
})
