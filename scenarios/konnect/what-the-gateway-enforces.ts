import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { startWorld, type World } from '../../harness/world.ts'
import { billing, credentialsOf, registeredAt } from '../steps/curity-parts.ts'
import { changeStrategy } from '../steps/strategy.ts'

/** An application of the demo's portal that is registered for the API. */
async function registered({ portal }: World, name: string) {
  const application = await portal.createApplication({ name })
  await portal.register(application)
  return application
}

/** What Konnect stores and the gateway makes of it: strategies, links, reference ids, regions. */
export default [
  scenario({
    id: 'strategy-issuer-of-another-idp',
    title: 'a strategy whose issuer is not that of its provider makes applications that no call gets in with',
    refs: ['bug-catalogue strategy-issuer-of-another-idp', 'konnect.md 17'],
    tags: ['misconfiguration', 'konnect', 'gateway'],
    async run(world, step) {
      const { konnect, curity, gateway, addresses } = world
      const other = await konnect.create('/v1/auth-servers', { name: 'other', audience: 'orders' })
      await step('the strategy is saved with the issuer of another identity provider', () =>
        changeStrategy(world, { issuer: other.issuer }),
      )
      const application = await step('an application is made all the same', () => registered(world, 'billing'))
      const { access_token: bearer } = await curity.clientCredentials(application)
      const statuses = async () => [
        (await gateway.get('/orders', { basic: application })).status,
        (await gateway.get('/orders', { bearer })).status,
      ]
      assert.deepEqual(await step('it calls, with its credentials and with a token', statuses), [401, 401])
      await step('the issuer is mended', () => changeStrategy(world, { issuer: addresses.curity.issuer }))
      assert.deepEqual(await step('and it calls again', statuses), [200, 200])
    },
  }),
  scenario({
    id: 'api-not-linked',
    title: 'a strategy of an API that is linked to no service is only stored: everybody gets in until it is linked',
    refs: ['bug-catalogue api-not-linked', 'konnect.md 7', 'gateway.md 5.2'],
    tags: ['misconfiguration', 'konnect', 'gateway'],
    async run({ konnect, gateway }, step) {
      const [linked] = await konnect.list('/v3/api-implementations')
      assert.ok(linked)
      const implementations = `/v3/apis/${linked.api_id}/implementations`
      const products = await konnect.list('/v2/api-products')
      // The classic product stands before the same service and would guard it.
      for (const { id } of products) await konnect.remove(`/v2/api-products/${id}`)
      await step('the link is taken away', () => konnect.remove(`${implementations}/${linked.id}`))
      const open = await step('somebody calls without credentials', () => gateway.get('/orders'))
      assert.equal(open.status, 200)
      const { id, control_plane_id } = linked.service as { id: string; control_plane_id: string }
      await step('the API is linked', () => konnect.create(implementations, { service: { id, control_plane_id } }))
      const refused = await step('and somebody calls again', () => gateway.get('/orders'))
      assert.equal(refused.status, 401)
    },
  }),
  scenario({
    id: 'reference-id-mismatch',
    title: 'an application whose reference id is a name and not the client id is not found by a token that is good',
    refs: ['bug-catalogue reference-id-mismatch', 'konnect.md 9.4', 'gateway.md 5.2'],
    tags: ['misconfiguration', 'gateway', 'portal'],
    async run(world, step) {
      const { konnect, portal, curity, gateway, addresses } = world
      const selfManaged = await konnect.create('/v2/application-auth-strategies', {
        name: 'self-managed',
        display_name: 'Self-managed',
        strategy_type: 'openid_connect',
        configs: {
          'openid-connect': {
            issuer: addresses.curity.issuer,
            credential_claim: ['sub'],
            scopes: [],
            auth_methods: ['bearer'],
          },
        },
      })
      const [api] = await konnect.list('/v3/apis')
      const [ours] = await konnect.list('/v3/portals')
      const publication = { auth_strategy_ids: [selfManaged.id], auto_approve_registrations: true }
      await konnect.put(`/v3/apis/${api?.id}/publications/${ours?.id}`, publication)
      const client = credentialsOf(await step('a client is made at Curity', () => registeredAt(world, billing)))
      const apply = async (client_id: string) => {
        const json = { name: `of ${client_id}`, client_id, auth_strategy_id: selfManaged.id }
        const { status, body } = await portal.call('POST', '/applications', { json })
        assert.equal(status, 201)
        await portal.register(body as { id: string })
      }
      await step('the developer gives a name for its id', () => apply('billing'))
      const { access_token: bearer } = await curity.clientCredentials(client)
      const unknown = await step('it calls with a token', () => gateway.get('/orders', { bearer }))
      assert.deepEqual([unknown.status, unknown.reason], [401, 'gateway.application.unknown'])
      assert.match(unknown.advice ?? '', new RegExp(client.clientId))
      await step('she gives the client id', () => apply(client.clientId))
      assert.equal((await step('and it calls again', () => gateway.get('/orders', { bearer }))).status, 200)
    },
  }),
  scenario({
    id: 'app-in-another-region',
    title: 'an application of one region is unknown to the gateway of another, although both trust one Curity',
    refs: ['bug-catalogue app-in-another-region', 'Kong docs, self-service'],
    tags: ['misconfiguration', 'gateway'],
    needs: ['levers'],
    async run(us, step) {
      const { issuer } = us.addresses.curity
      const eu = await step('there is a second region with the same identity provider', () =>
        startWorld({ given: { provider: { issuer }, strategy: { issuer } } }),
      )
      try {
        const ours = await registered(us, 'billing')
        const { access_token: bearer } = await us.curity.clientCredentials(ours)
        assert.equal((await us.gateway.get('/orders', { bearer })).status, 200)
        const unknown = await step('it calls in the other region', () => eu.gateway.get('/orders', { bearer }))
        assert.deepEqual([unknown.status, unknown.reason], [401, 'gateway.application.unknown'])
        assert.match(unknown.advice ?? '', /region/)
        const theirs = await step('an application is made there', () => registered(eu, 'billing'))
        const passed = await step('and calls there', () => eu.gateway.get('/orders', { basic: theirs }))
        assert.equal(passed.status, 200)
      } finally {
        await eu.close()
      }
    },
  }),
  scenario({
    id: 'anonymous-in-strategy',
    title:
      'a strategy with anonymous lets strangers in at the releases that have the bug; others refuse them and warn of the field',
    refs: ['bug-catalogue anonymous-in-strategy', 'Kong ACE changelog 3.13.0.0, 3.12.0.3', 'gateway.md 5.4'],
    tags: ['misconfiguration', 'gateway'],
    needs: ['levers'],
    async run(world, step) {
      const { gateway, levers } = world
      await step('the advanced configuration names an anonymous consumer', () =>
        changeStrategy(world, { anonymous: 'guest' }),
      )
      await levers.quirks('gateway', { on: ['ace-anonymous'] })
      assert.equal((await step('a stranger calls', () => gateway.get('/orders'))).status, 200)
      await levers.quirks('gateway', { off: ['ace-anonymous'] })
      const refused = await step('and calls the mended release', () => gateway.get('/orders'))
      assert.equal(refused.status, 401)
      const last = (await levers.exchanges({ server: 'gateway-sim' })).at(-1)
      assert.match(last?.warnings?.join() ?? '', /anonymous/)
    },
  }),
]
