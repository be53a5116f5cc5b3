import { expect, test } from 'vitest'
import { decoded, member } from '../rig.ts'
import { signedIn, words } from './visits.ts'

const page = '/admin/profiles/token-service/token-issuers'

test('Use Access Token as JWT waits for the commit, and is taken back the same way', async () => {
  const admin = await signedIn()
  const token = async () => String(member(await admin.rig.token(), 'access_token'))
  expect(await token()).toMatch(/^_0XBPWQQ_/)

  const saved = await admin.post(page, { 'access-token-as-jwt': 'true' })
  expect([saved.status, saved.location]).toEqual([303, `${page}?done=staged`])
  const shown = await admin.get(saved.location ?? '')
  expect(words(shown)).toContain('The change is staged. It takes effect with Changes → Commit.')
  expect(words(shown)).toContain('Changes (1)')
  expect(shown.text).toMatch(/id="access-token-as-jwt"[^>]* checked/)
  expect(await token()).toMatch(/^_0XBPWQQ_/)

  const changes = words(await admin.get('/admin/changes'))
  expect(changes).toContain(
    'profiles/profile/token-service/token-issuers/default-token-issuer/access-token-as-jwt added – on',
  )
  expect((await admin.post('/admin/changes/commit')).location).toBe('/admin/changes?done=committed')
  expect(decoded(await token()).claims).toMatchObject({ purpose: 'access_token' })

  await admin.post(page, {})
  await admin.post('/admin/changes/commit')
  expect(await token()).toMatch(/^_0XBPWQQ_/)
})

test('New Token Issuer makes one by name and types, and leads to Edit Custom Token Issuer', async () => {
  const admin = await signedIn()
  const created = await admin.post(`${page}/new`, { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' })
  expect([created.status, created.location]).toEqual([303, `${page}/userinfo/jwt/userinfo?done=staged`])
  const edit = await admin.get(`${page}/userinfo/jwt/userinfo`)
  for (const label of ['Edit Custom Token Issuer', 'Tokens Data Source ID', 'Signing Key', 'Verification KeyStore']) {
    expect(words(edit)).toContain(label)
  }
  const settings = {
    'tokens-data-source-id': 'default-datasource',
    'signing-key-id': 'default-signing-key',
    'verification-keystore-id': 'default-signature-verification-key',
  }
  expect((await admin.post(`${page}/userinfo/jwt/userinfo`, settings)).location).toBe(`${page}?done=staged`)
  await admin.post('/admin/changes/commit')
  expect(admin.rig.configuration().profiles.profile[0]?.['token-issuers']?.['custom-token-issuer']).toEqual([
    {
      id: 'userinfo',
      'issuer-type': 'jwt',
      'purpose-type': 'userinfo',
      'data-sources': { 'tokens-data-source-id': 'default-datasource' },
      jwt: {
        'signing-key-id': 'default-signing-key',
        'verification-keystore-id': 'default-signature-verification-key',
      },
    },
  ])
})

test('a token issuer goes with Delete and a commit', async () => {
  const admin = await signedIn()
  await admin.post(`${page}/new`, { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' })
  const gone = await admin.post(`${page}/userinfo/jwt/userinfo/delete`)
  expect(gone.location).toBe(`${page}?done=staged`)
  expect(words(await admin.get('/admin/changes'))).toContain('Nothing waits for a commit.')
  expect((await admin.get(`${page}/userinfo/jwt/userinfo`)).status).toBe(404)
})

test('what the API refuses stands at its field, with what was typed kept', async () => {
  const admin = await signedIn()
  const nameless = await admin.post(`${page}/new`, { id: '', 'issuer-type': 'jwt', 'purpose-type': 'id_token' })
  expect(nameless.status).toBe(400)
  expect(nameless.text).toMatch(/<small id="id-error" class="refusal">[^<]+<\/small>/)
  expect(nameless.text).toMatch(/<small id="purpose-type-error" class="refusal">[^<]+<\/small>/)

  await admin.post(`${page}/new`, { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' })
  const twice = await admin.post(`${page}/new`, { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' })
  expect(twice.status).toBe(409)
  expect(words(twice)).toContain('object already exists')
  expect(twice.text).toContain('value="userinfo"')

  const unknown = await admin.post(`${page}/userinfo/jwt/userinfo`, { 'signing-key-id': 'default-signing-kee' })
  expect(unknown.status).toBe(400)
  expect(unknown.text).toContain('value="default-signing-kee"')
  expect(unknown.text).toMatch(
    /<small id="signing-key-id-error" class="refusal">&#34;default-signing-kee&#34; names nothing/,
  )
})

test('an administrator who may only read is told so', async () => {
  const configuration = {
    'admin-users': [{ username: 'guest', password: 'guest-password', groups: ['guests'] }],
    'admin-groups': [{ id: 'guests', access: 'read' }],
  }
  const guest = await signedIn({ configuration }, { username: 'guest', password: 'guest-password' })
  const answer = await guest.post(page, { 'access-token-as-jwt': 'true' })
  expect(answer.status).toBe(403)
  expect(words(answer)).toContain('access denied: none of the groups (guests) may do this; see admin-groups')
})
