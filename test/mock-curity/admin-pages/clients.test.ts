import { describe, expect, test } from 'vitest'
import { basicAuthorization } from '../../../kit/http-client.ts'
import { registration, together } from '../configurations.ts'
import { member } from '../rig.ts'
import { signedIn, type Visits, words } from './visits.ts'

const page = '/admin/profiles/token-service/clients'
const evil = '<script>alert(1)</script>'

const clientIn = (admin: Visits, id: string) => {
  const [profile] = admin.rig.configuration().profiles.profile
  const { client } = profile?.settings['authorization-server']['client-store']['config-backed'] ?? { client: [] }
  return client.find((one) => one.id === id)
}

const commit = (admin: Visits) => admin.post('/admin/changes/commit')

describe('New Client', () => {
  test('makes a client with the chosen capabilities and a secret that works after the commit', async () => {
    const admin = await signedIn()
    const created = await admin.post(`${page}/new`, {
      id: 'portal',
      'client-name': 'Portal',
      capabilities: ['client-credentials', 'code'],
      scope: ['openid', 'orders:read'],
      'redirect-uris': 'https://a.test/cb\r\nhttps://b.test/cb\r\n',
      'access-token-ttl': '60',
      'no-authentication': 'secret',
    })
    expect(created.status).toBe(201)
    expect(words(created)).toContain('Client ID: portal')
    expect(words(created)).toContain('The secret is shown this once.')
    const secret = /<code id="client-secret">([^<]+)</.exec(created.text)?.[1] ?? ''
    const basic = basicAuthorization('portal', secret)
    expect((await admin.rig.token({}, basic)).status).toBe(401)
    await commit(admin)
    expect(await admin.rig.token({ scope: 'orders:read' }, basic)).toMatchObject({
      status: 200,
      body: { expires_in: 60 },
    })
    expect((await admin.get(`${page}/portal`)).text).not.toContain(secret)
  })

  test('may have no credentials', async () => {
    const admin = await signedIn()
    const created = await admin.post(`${page}/new`, { id: 'app', 'no-authentication': 'no-authentication' })
    expect(created.text).not.toContain('client-secret')
    await commit(admin)
    expect(clientIn(admin, 'app')).toEqual({ id: 'app', 'no-authentication': true })
  })

  test('shows each refusal at its field, and keeps what was typed', async () => {
    const admin = await signedIn()
    const answer = await admin.post(`${page}/new`, {
      id: '',
      'client-name': evil,
      capabilities: 'client-credentials',
      'redirect-uris': 'not an address',
      'access-token-ttl': 'soon',
      'no-authentication': 'secret',
    })
    expect(answer.status).toBe(400)
    for (const field of ['id', 'redirect-uris', 'access-token-ttl']) {
      expect(answer.text).toMatch(new RegExp(`<small id="${field}-error" class="refusal">[^<]+</small>`))
    }
    expect(answer.text).toContain('value="soon"')
    expect(answer.text).toContain('value="client-credentials" checked')
    expect(answer.text).not.toContain(evil)
    expect((await admin.post(`${page}/new`, { id: 'service', 'no-authentication': 'secret' })).status).toBe(409)
    expect(words(await admin.get('/admin/changes'))).toContain('Nothing waits for a commit.')
  })

  test('takes any letters as an id, and shows them as that', async () => {
    const admin = await signedIn()
    for (const id of [evil, 'a/b,c=d e%', 'ü']) {
      expect((await admin.post(`${page}/new`, { id, 'no-authentication': 'secret' })).status).toBe(201)
      const shown = await admin.get(`${page}/${encodeURIComponent(id)}`)
      expect([shown.status, words(shown).includes(`Client ${id}`), shown.text.includes(evil)]).toEqual([
        200,
        true,
        false,
      ])
    }
    expect((await admin.get('/admin/changes')).text).not.toContain(evil)
  })
})

describe('a client', () => {
  test('is edited; what the form does not have stays', async () => {
    const admin = await signedIn()
    const before = clientIn(admin, 'service')
    const edit = await admin.get(`${page}/service`)
    expect(edit.text).toContain('value="client-credentials" checked')
    expect(edit.text).toContain('value="orders:read" checked')
    const saved = await admin.post(`${page}/service`, { 'client-name': 'Orders', capabilities: 'client-credentials' })
    expect(saved.location).toBe(`${page}/service?done=staged`)
    expect(clientIn(admin, 'service')).toEqual(before)
    await commit(admin)
    expect(clientIn(admin, 'service')).toEqual({
      id: 'service',
      secret: expect.stringMatching(/^\$5\$/),
      'client-name': 'Orders',
      capabilities: { 'client-credentials': {} },
    })
    expect((await admin.rig.token()).status).toBe(200)
  })

  test('is disabled and enabled', async () => {
    const admin = await signedIn()
    expect(words(await admin.get(`${page}/service`))).toContain('secret . Enabled.')
    await admin.post(`${page}/service/enabled`, { enabled: 'false' })
    await commit(admin)
    expect(await admin.rig.token()).toMatchObject({ status: 401, reason: 'curity.token.client-disabled' })
    await admin.post(`${page}/service/enabled`, { enabled: 'true' })
    await commit(admin)
    expect((await admin.rig.token()).status).toBe(200)
  })

  test('gets another secret, shown once', async () => {
    const admin = await signedIn()
    const shown = await admin.post(`${page}/service/secret`)
    const secret = /<code id="client-secret">([^<]+)</.exec(shown.text)?.[1] ?? ''
    await commit(admin)
    expect((await admin.rig.token()).status).toBe(401)
    expect((await admin.rig.token({}, basicAuthorization('service', secret))).status).toBe(200)
  })

  test('is deleted, unless it is named elsewhere', async () => {
    const admin = await signedIn()
    expect((await admin.post(`${page}/service/delete`)).location).toBe(`${page}?done=staged`)
    expect((await admin.get(`${page}/service`)).status).toBe(404)
    const refused = await admin.post(`${page}/registrar/delete`)
    expect([refused.status, words(refused).includes('"registrar" names nothing')]).toEqual([400, true])
  })

  test('becomes a Template Client, of which instances register', async () => {
    const admin = await signedIn({ configuration: together(registration({ templatized: {} })) })
    await admin.post(`${page}/service`, {
      capabilities: 'client-credentials',
      template: 'true',
      'registration-method': 'authenticate-client-by',
      'registration-clients': 'registrar',
    })
    await commit(admin)
    const instance = await admin.rig.register({ software_id: 'service' })
    expect(instance.status).toBe(201)
    const list = words(await admin.get(page))
    expect(list).toContain('Template Client')
    expect(list).toMatch(new RegExp(`${member(instance, 'client_id')} .* active registrar service`))
    expect((await admin.get(`${page}/service`)).text).toMatch(/id="template"[^>]* checked/)
  })
})
