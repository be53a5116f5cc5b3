import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'logout-with-query-missed',
  title: 'a logout path is one with a query behind it too',
  refs: ['bug-catalogue logout-with-query-missed', 'Kong openid-connect changelog 3.6.0.0, 3.5.0.2', 'gateway.md 4'],
  tags: ['gateway', 'session'],
  needs: ['levers'],
  given: { strategy: { logout_uri_suffix: '/logout' } },
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const begun = await step('it calls, and gets a session', () => gateway.get('/orders', { basic: app }))
    const [line = ''] = [begun.headers['set-cookie'] ?? []].flat()
    const cookie = line.slice(0, line.indexOf(';'))
    await levers.quirks('gateway', { on: ['logout-raw-uri'] })
    const missed = await step('an old release sees no logout in it', () =>
      gateway.post('/orders/logout?x=1', { cookie }),
    )
    assert.deepEqual([missed.status, missed.reason], [200, undefined])
    await levers.quirks('gateway', { off: ['logout-raw-uri'] })
    const out = await step('it logs out', () => gateway.post('/orders/logout?x=1', { cookie }))
    assert.deepEqual([out.status, out.reason], [200, 'gateway.logout.done'])
    assert.match(String(out.headers['set-cookie']), /^session=;/)
  },
})
