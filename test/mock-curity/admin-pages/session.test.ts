import { describe, expect, test } from 'vitest'
import { curity } from '../rig.ts'
import { signedIn, visitsOf, words } from './visits.ts'

describe('signing in', () => {
  test('leads to the page that was asked for', async () => {
    const anybody = visitsOf(await curity())
    const page = '/admin/profiles/token-service/token-issuers'
    const asked = await anybody.get(page)
    expect([asked.status, asked.location]).toEqual([303, `/admin/sign-in?return=${encodeURIComponent(page)}`])
    const form = await anybody.get(asked.location ?? '')
    expect(form.text).toContain(`name="return" value="${page}"`)
    const done = await anybody.post('/admin/sign-in', { username: 'admin', password: 'admin-password', return: page })
    expect([done.status, done.location]).toEqual([303, page])
  })

  test('keeps a session out of reach of scripts and of other sites', async () => {
    const { headers } = await visitsOf(await curity()).post('/admin/sign-in', {
      username: 'admin',
      password: 'admin-password',
    })
    expect(headers['set-cookie']).toMatch(/^curity-admin=[\w-]{60,}; Path=\/admin; HttpOnly; SameSite=Strict$/)
  })

  test.for(['https://evil.test/admin', '//evil.test/admin', '/administrators', '\\\\evil.test', 'javascript:alert(1)'])(
    'never leads to %s',
    async (target) => {
      const form = { username: 'admin', password: 'admin-password', return: target }
      expect((await visitsOf(await curity()).post('/admin/sign-in', form)).location).toBe('/admin')
    },
  )

  test('refuses a wrong password in the words of the API, and does not send it back', async () => {
    const anybody = visitsOf(await curity())
    const answer = await anybody.post('/admin/sign-in', { username: 'admin', password: 'wrong-one' })
    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined])
    expect(words(answer)).toContain('these are not the name and password of one of the admin-users')
    expect(answer.text).toContain('value="admin"')
    expect(answer.text).not.toContain('wrong-one')
  })

  test('takes a name and a password of any letters', async () => {
    const configuration = { 'admin-users': [{ username: 'jörg', password: 'größe: 5+5%', groups: ['admin'] }] }
    const jörg = await signedIn({ configuration }, { username: 'jörg', password: 'größe: 5+5%' })
    expect(words(await jörg.get('/admin/profiles'))).toContain('jörg Sign out')
  })
})

describe('a session', () => {
  test('ends with sign out, and after eight hours', async () => {
    const admin = await signedIn()
    const out = await admin.post('/admin/sign-out')
    expect(out.headers['set-cookie']).toBe('curity-admin=; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=0')

    expect((await admin.get('/admin/profiles')).status).toBe(200)
    admin.rig.clock.advance(8 * 3_600_000)
    expect((await admin.get('/admin/profiles')).location).toBe('/admin/sign-in?return=%2Fadmin%2Fprofiles')
  })

  test('ends when the password is another', async () => {
    const admin = await signedIn()
    const state = (await admin.rig.call('GET', '/_mock/state?secrets=true')).body as { configuration: object }
    const users = [{ username: 'admin', password: 'another-password', groups: ['admin'] }]
    const payload = JSON.stringify({ ...state, configuration: { ...state.configuration, 'admin-users': users } })
    const headers = { 'content-type': 'application/json' }
    expect((await admin.rig.call('PUT', '/_mock/state', { headers, payload })).status).toBeLessThan(300)
    expect((await admin.get('/admin/profiles')).location).toBe('/admin/sign-in?return=%2Fadmin%2Fprofiles')
  })

  test('that was made up, or changed, is none', async () => {
    const { rig, cookie } = await signedIn()
    const changed = `${cookie.slice(0, -4)}${cookie.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    for (const other of ['curity-admin=', 'curity-admin=x', changed, 'curity-admin=%00']) {
      expect((await visitsOf(rig, other).get('/admin/profiles')).status).toBe(303)
    }
  })

  test('lost while a form is filled in leads back to the form', async () => {
    const anybody = visitsOf(await curity())
    const page = '/admin/profiles/token-service/token-issuers'
    const sent = await anybody.post(page, {}, { referer: `http://localhost:80${page}?x=1` })
    expect([sent.status, sent.location]).toEqual([303, `/admin/sign-in?return=${encodeURIComponent(page)}`])
  })
})

describe('every page', () => {
  test('has a policy that allows nothing from elsewhere', async () => {
    const { headers } = await (await signedIn()).get('/admin/profiles')
    expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'")
  })

  test('refuses a form of another site', async () => {
    const admin = await signedIn()
    const page = '/admin/profiles/token-service/token-issuers'
    const answer = await admin.post(page, { 'access-token-as-jwt': 'true' }, { origin: 'http://evil.test' })
    expect([answer.status, answer.text]).toEqual([403, 'This form was sent from another site.'])
    expect(words(await admin.get('/admin/changes'))).toContain('Nothing waits for a commit.')
  })

  test('is not there without the leaf web-ui, and is there without the leaf restconf', async () => {
    const http = (leaves: object) => ({ environments: { environment: { 'admin-service': { http: leaves } } } })
    const without = visitsOf(await curity({ configuration: http({ 'web-ui': false }) }))
    expect((await without.get('/admin/sign-in')).status).toBe(404)
    const admin = await signedIn({ configuration: http({ restconf: false }) })
    expect((await admin.get('/admin/profiles')).status).toBe(200)
  })

  test('that is none says so: with the menu to who is signed in, alone to strangers', async () => {
    const admin = await signedIn()
    const menu = 'href="/admin/changes"'
    expect((await admin.get('/admin/nothing')).text).toContain(menu)
    const stranger = await visitsOf(await curity()).get('/admin/nothing')
    expect([stranger.status, stranger.text.includes(menu)]).toEqual([404, false])
    for (const url of ['/admin/nothing', '/admin/profiles/other/general', '/admin/profiles/a%2Fb/token-issuers']) {
      const answer = await admin.get(url)
      expect([url, answer.status, words(answer).includes('The requested page was not found.')]).toEqual([
        url,
        404,
        true,
      ])
    }
  })

  test('leads from /admin to Profiles', async () => {
    expect((await (await signedIn()).get('/admin')).location).toBe('/admin/profiles')
  })
})

test('exchanges hold neither the password nor the session', async () => {
  const { rig, cookie } = await signedIn()
  const kept = JSON.stringify(rig.exchanges.list())
  expect(kept).toContain('POST /admin/sign-in')
  expect(kept).not.toContain('admin-password')
  expect(kept).not.toContain(cookie.slice(13))
})
