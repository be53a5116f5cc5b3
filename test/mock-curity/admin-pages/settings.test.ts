import { describe, expect, test } from 'vitest'
import { member } from '../rig.ts'
import { signedIn, words } from './visits.ts'

const profile = '/admin/profiles/token-service'

describe('Scopes', () => {
  test('are made, edited and deleted', async () => {
    const admin = await signedIn()
    const made = await admin.post(`${profile}/scopes`, { id: 'orders:write', 'time-to-live': '60' })
    expect(made.location).toBe(`${profile}/scopes?done=staged`)
    expect(words(await admin.get(`${profile}/scopes`))).toContain('orders:write no no 60')
    await admin.post(`${profile}/scopes/orders%3Awrite`, { required: 'true', 'expose-in-metadata': 'true' })
    await admin.post('/admin/changes/commit')
    const scopes = () => admin.rig.configuration().profiles.profile[0]?.settings['authorization-server'].scopes.scope
    expect(scopes()).toContainEqual({ id: 'orders:write', required: true })
    await admin.post(`${profile}/scopes/orders%3Awrite/delete`)
    await admin.post('/admin/changes/commit')
    expect(scopes()?.map(({ id }) => id)).not.toContain('orders:write')
  })

  test('are refused at their field', async () => {
    const admin = await signedIn()
    const typed = { id: 'phone2', 'time-to-live': '0' }
    const answer = await admin.post(`${profile}/scopes`, typed)
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/<small id="time-to-live-error" class="refusal">[^<]+</)
    expect(answer.text).toContain('value="phone2"')
    const used = await admin.post(`${profile}/scopes/orders%3Aread/delete`)
    expect([used.status, words(used).includes('"orders:read" names nothing')]).toEqual([400, true])
    expect((await admin.get(`${profile}/scopes/none`)).status).toBe(404)
  })
})

describe('Endpoints', () => {
  test('show path and nodes; a new path serves after the commit', async () => {
    const admin = await signedIn()
    expect(words(await admin.get(`${profile}/endpoints`))).toContain(
      'token-service-dynamic-client-registration /token-service/oauth-registration oauth-dynamic-client-registration default',
    )
    const saved = await admin.post(`${profile}/endpoints/token-service-token`, { uri: '/token' })
    expect(saved.location).toBe(`${profile}/endpoints?done=staged`)
    await admin.post('/admin/changes/commit')
    expect((await admin.rig.form('/token', { grant_type: 'client_credentials' })).status).toBe(401)
    expect((await admin.rig.token()).status).toBe(404)
  })

  test('refuse what is no path, and one that is taken', async () => {
    const admin = await signedIn()
    const edit = (uri: string) => admin.post(`${profile}/endpoints/token-service-token`, { uri })
    const odd = await edit('token?')
    expect(odd.status).toBe(400)
    expect(odd.text).toMatch(/<small id="uri-error" class="refusal">[^<]+</)
    expect(odd.text).toContain('value="token?"')
    expect(words(await edit('/oauth/v2/oauth-revoke'))).toContain('"/oauth/v2/oauth-revoke" stands twice')
    expect((await admin.get(`${profile}/endpoints/none`)).status).toBe(404)
  })
})

describe('System', () => {
  test('shows the base URL, the nodes and the RESTCONF switch', async () => {
    const admin = await signedIn()
    expect(words(await admin.get('/admin/system'))).toContain('Base URL http://curity.test Nodes default')
    expect(words(await admin.get('/admin/system/admin-service'))).toContain('RESTCONF enabled, at /admin/api/restconf')
  })
})

describe('Changes', () => {
  test('list what would change, and are forgotten with Discard', async () => {
    const admin = await signedIn()
    await admin.post(`${profile}/clients/service/delete`)
    await admin.post(`${profile}/endpoints/token-service-token`, { uri: '/token' })
    await admin.post(`${profile}/scopes`, { id: 'new', 'expose-in-metadata': 'true' })
    const listed = words(await admin.get('/admin/changes'))
    expect(listed).toContain('client/service removed id: service secret: (a secret) capabilities: client-credentials')
    expect(listed).toContain('endpoint/token-service-token/uri changed /oauth/v2/oauth-token /token')
    expect(listed).toContain('scopes/scope/new added – id: new')
    expect((await admin.post('/admin/changes/discard')).location).toBe('/admin/changes?done=discarded')
    expect(words(await admin.get('/admin/changes'))).toContain('Nothing waits for a commit.')
  })

  test('wait although a script changes something at once, and are refused when they no longer fit', async () => {
    const admin = await signedIn()
    const registrarNamed = { 'authenticate-client-by': 'service', 'all-scopes': 'true', capabilities: 'code' }
    await admin.post(`${profile}/general/dynamic-registration/non-templatized`, registrarNamed)
    const client =
      '/admin/api/restconf/data/base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server/client-store/config-backed/client=service'
    const authorization = `Basic ${btoa('admin:admin-password')}`
    const deleted = await admin.rig.admin.inject({ method: 'DELETE', url: client, headers: { authorization } })
    expect(deleted.statusCode).toBe(204)
    const refused = await admin.post('/admin/changes/commit')
    expect([refused.status, words(refused).includes('"service" names nothing')]).toEqual([400, true])
  })
})

test('General says whether registration is enabled', async () => {
  const admin = await signedIn()
  expect(words(await admin.get(`${profile}/general`))).toContain('Dynamic Registration is enabled.')
  expect((await admin.get(profile)).location).toBe(`${profile}/general`)
  expect(member(await admin.rig.token(), 'token_type')).toBe('bearer')
})
