import assert from 'node:assert/strict'
import { type CurityQuirk, type KonnectQuirk, OAuthError, scenario } from '../../harness/public.ts'
import { arrange, registeredClients } from '../../scenarios/steps/arrange.ts'
import { orphansIn } from '../../scenarios/steps/orphans.ts'

const needs = ['levers'] as const
const refs = ['nobody has reported it yet']

/** What stands between Konnect and its identity provider takes a member out of the body. */
const strippedOnTheWay: KonnectQuirk = {
  name: 'grants-stripped-on-the-way',
  does: 'loses grant_types on the way to the identity provider',
  source: 'a firewall that nobody remembers',
  hooks: { registrationRequest: (own, wanted) => ({ ...own(wanted), grant_types: undefined }) },
}

/** An identity provider with a rule of its own. */
const demandsContacts: CurityQuirk = {
  name: 'contacts-demanded',
  does: 'refuses a registration without contacts',
  source: 'a policy that nobody wrote down',
  hooks: {
    acceptMetadata(own, body, bounds) {
      if (Object.hasOwn(Object(body), 'contacts')) return own(body, bounds)
      throw new OAuthError(400, 'invalid_client_metadata', 'contacts are required')
    },
  },
}

/** Reports about registration that no catalogue has: said in the words that there are. */
export const reportsOfRegistration = [
  scenario({
    id: 'one-name-is-refused',
    title: 'a firewall refuses the registration of one application for what its name says',
    refs,
    needs,
    async run({ portal, levers }, step) {
      const blocked = { kind: 'answer', status: 403, body: '<h1>Request rejected</h1>', times: 'always' } as const
      await levers.fault('curity', { endpoint: 'register', requestBody: { client_name: 'DROP TABLE' }, ...blocked })
      const create = async (name: string) => {
        const { status, reason } = await portal.call('POST', '/applications', { json: { name } })
        return reason ?? status
      }
      assert.equal(await step('an innocent name', () => create('billing')), 201)
      const refused = await step('another one', () => create('DROP TABLE orders'))
      assert.equal(refused, 'konnect.dcr.registration-refused')
    },
  }),
  scenario({
    id: 'answer-after-the-time-limit',
    title: 'registration takes longer than Konnect waits: the client is made, made again, and the first one is listed',
    refs,
    needs,
    given: { konnect: { behaviour: { idpTimeoutMs: 1500, idpRetries: 1 } } },
    async run(world, step) {
      await world.levers.fault('curity', { endpoint: 'register', kind: 'delay', ms: 2500, commit: true })
      const app = await step('an application is made', () => world.portal.createApplication({ name: 'billing' }))
      assert.equal(await registeredClients(world), 2)
      const [orphan, ...more] = await orphansIn(world)
      assert.deepEqual([orphan?.client_id, orphan?.certainty, more], [null, 'possible', []])
      await step('and goes', () => world.portal.deleteApplication(app))
      assert.equal(await registeredClients(world), 1)
    },
  }),
  scenario({
    id: 'deleted-but-not-said',
    title: 'the answer to a deletion is lost a year later: the application stays, and goes with the second try',
    refs,
    needs,
    async run(world, step) {
      const { portal, levers } = world
      const app = await portal.createApplication({ name: 'billing' })
      await levers.advance(300 * 86_400_000, 'curity')
      await levers.fault('curity', { endpoint: 'client.delete', kind: 'reset', commit: true })
      const remove = () => portal.call('DELETE', `/applications/${app.id}`)
      assert.equal((await step('the developer deletes it', remove)).status, 400)
      assert.equal(await registeredClients(world), 0)
      assert.equal((await step('and again', remove)).status, 204)
    },
  }),
  scenario({
    id: 'konnect-alone-meets-the-login-page',
    title: 'a gateway in front of the identity provider sends Konnect alone to a login page',
    refs,
    needs,
    async run(world, step) {
      const { portal, gateway, konnect } = world
      const app = await portal.createApplication({ name: 'billing' })
      await portal.register(app)
      const headers = { location: 'https://login.example/', 'content-type': 'text/html' }
      const toLogin = { kind: 'answer', status: 302, headers, body: '', times: 'always' } as const
      await arrange(world, { faults: { curity: [{ endpoint: '*', from: 'mock-konnect', ...toLogin }] } })
      assert.equal((await step('calls pass', () => gateway.get('/orders', { basic: app }))).status, 200)
      const refused = await step('a second application', () =>
        portal.call('POST', '/applications', { json: { name: 'second' } }),
      )
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.not-an-issuer'])
      const [provider] = await konnect.list('/v2/dcr-providers')
      const verified = await konnect.call('POST', `/v2/dcr-providers/${provider?.id}/verify`)
      assert.equal((verified.body as { status: string }).status, 'failed')
    },
  }),
  scenario({
    id: 'list-lags-behind',
    title: 'a list that is read from a replica lacks the new application for three seconds',
    refs,
    needs,
    async run({ portal, levers }, step) {
      const empty = { patch: { set: { data: [], 'meta.page.total': 0 } }, forMs: 3000 }
      await levers.clock('konnect', { freeze: true })
      await levers.fault('konnect', { endpoint: 'konnect.application.list', kind: 'patch', ...empty })
      await step('an application is made', () => portal.createApplication({ name: 'billing' }))
      const names = async () => {
        const { data } = (await portal.call('GET', '/applications')).body as { data: { name: string }[] }
        return data.map(({ name }) => name)
      }
      assert.deepEqual(await step('and is not in the list', names), [])
      await levers.advance(3000, 'konnect')
      assert.deepEqual(await step('three seconds later it is', names), ['billing'])
    },
  }),
  scenario({
    id: 'a-member-of-its-own-demanded',
    title: 'an identity provider demands contacts of every client, and knows no client without grant_types',
    refs,
    needs,
    given: { curity: { quirks: [demandsContacts] }, konnect: { quirks: [strippedOnTheWay] } },
    async run(world, step) {
      const { portal, levers, curity } = world
      const create = async (name: string) => {
        const { status, reason } = await portal.call('POST', '/applications', { json: { name } })
        return reason ?? status
      }
      assert.equal(await step('an application is made', () => create('a')), 'konnect.dcr.registration-refused')
      const [asked] = (await levers.exchanges({ route: 'POST /token-service/oauth-registration' })).slice(-1)
      assert.doesNotMatch(asked?.request.body ?? '', /grant_types/)
      await arrange(world, {})
      const app = await step('another, without the two', () => portal.createApplication({ name: 'b' }))
      assert.equal((await curity.requestToken({ grant_type: 'client_credentials' }, app)).status, 200)
    },
  }),
]
