import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { signUp } from '../steps/developer.ts'
import { addService } from '../steps/platform.ts'

export default scenario({
  id: 'walkthrough-application-setup',
  title: 'the older how-to: one Application Setup tab for the whole portal, an application with a redirect URI',
  refs: ['konnect.md 14'],
  tags: ['walkthrough', 'v2', 'legacy'],
  needs: ['levers'],
  given: { konnect: { world: 'empty' } },
  async run(world, step) {
    const { konnect, gateway, levers, portalV2: portal, addresses } = world
    const { issuer, registrar } = addresses.curity
    const service = await step('an upstream stands behind the gateway', () => addService(world, '/orders'))
    const ourPortal = await step('a portal opens', () =>
      konnect.create('/v2/portals', { name: 'developers', is_public: false, auto_approve_developers: true }),
    )
    const setup = `/konnect-api/api/portals/${ourPortal.id}/application-setup`
    const tab = {
      idp_type: 'curity',
      issuer_url: issuer,
      initial_client_id: registrar.id,
      token: registrar.secret,
      scopes: '',
      claims: 'client_id',
    }
    await step('the tab is saved', () => konnect.put(setup, tab))
    await step('and saved again: the second save overwrites the first', () =>
      konnect.put(setup, { ...tab, claims: 'sub' }),
    )
    const saved = await konnect.call('GET', setup)
    assert.equal((saved.body as { claims: string }).claims, 'sub')
    assert.ok(!saved.text.includes(registrar.secret), 'the token is write-only')

    const version = await step('a product version is published with the setup', async () => {
      const product = await konnect.create('/v2/api-products', { name: 'Orders', portal_ids: [ourPortal.id] })
      const { id, control_plane_id } = service
      const made = await konnect.create(`/v2/api-products/${product.id}/product-versions`, {
        name: 'v1',
        gateway_service: { id, control_plane_id },
      })
      const { default_application_auth_strategy_id: strategy } = await konnect.read(`/v2/portals/${ourPortal.id}`)
      await konnect.create(`/v2/portals/${ourPortal.id}/product-versions`, {
        product_version_id: made.id,
        publish_status: 'published',
        auth_strategy_ids: [strategy],
        application_registration_enabled: true,
        auto_approve_registration: true,
        deprecated: false,
      })
      return made
    })

    const developer = await step('a developer signs up', () => signUp(world, portal))
    await step('and signs in', () => portal.signIn(developer))
    const application = await step('she creates an application: name, redirect URI, description', () =>
      portal.createApplication({ name: 'billing', redirect_uri: 'https://billing.example/cb', description: 'Bills' }),
    )
    const curity = JSON.stringify(await step('the client stands in Curity', () => levers.state('curity')))
    assert.ok(curity.includes(application.clientId), 'Curity knows the client')

    await step('she registers it', () => portal.register(application, version))
    const reply = await step('it calls the API', () => gateway.get('/orders', { basic: application }))
    assert.equal(reply.status, 200)
  },
})
