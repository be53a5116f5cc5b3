import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'cookie-httponly-ignored',
  title: 'a session cookie is HttpOnly unless the strategy says otherwise, and then it is not',
  refs: ['bug-catalogue cookie-httponly-ignored', 'Kong openid-connect changelog 3.2.1.0', 'gateway.md 4'],
  tags: ['gateway', 'session'],
  needs: ['levers'],
  given: { strategy: { session_cookie_http_only: false } },
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const reply = await step('it calls, and gets a session', () => gateway.get('/orders', { basic: app }))
    assert.equal(reply.status, 200)
    const [cookie = ''] = [reply.headers['set-cookie'] ?? []].flat()
    assert.match(cookie, /^session=/)
    assert.doesNotMatch(cookie, /HttpOnly/)
    await levers.quirks('gateway', { on: ['httponly-stuck'] })
    await levers.advance(1000, 'gateway')
    const stuck = await step('an old release', () => gateway.get('/orders', { basic: app }))
    assert.match(String(stuck.headers['set-cookie']), /HttpOnly/)
  },
})
