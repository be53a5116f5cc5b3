import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { signUp } from '../steps/developer.ts'
import { addProvider, addService, addStrategy } from '../steps/platform.ts'

export default scenario({
  id: 'walkthrough-v2',
  title: "from nothing to a developer's application that calls an API, by the classic Dev Portal",
  refs: ['konnect.md 6, 9, 10', 'curity.md 8', 'gateway.md 10 row 2'],
  tags: ['walkthrough', 'v2'],
  needs: ['levers'],
  given: { konnect: { world: 'empty' } },
  async run(world, step) {
    const { konnect, gateway, portalV2: portal } = world

    const provider = await step('Konnect is pointed at Curity', () => addProvider(world))
    const strategy = await step('an auth strategy uses it', () => addStrategy(world, provider))
    const service = await step('an upstream stands behind the gateway', () => addService(world, '/orders'))
    const ourPortal = await step('a portal opens', () =>
      konnect.create('/v2/portals', { name: 'developers', is_public: false, auto_approve_developers: true }),
    )
    const version = await step('a product version is published in it, served by that upstream', async () => {
      const product = await konnect.create('/v2/api-products', { name: 'Orders', portal_ids: [ourPortal.id] })
      const { id, control_plane_id } = service
      const made = await konnect.create(`/v2/api-products/${product.id}/product-versions`, {
        name: 'v1',
        gateway_service: { id, control_plane_id },
      })
      await konnect.create(`/v2/portals/${ourPortal.id}/product-versions`, {
        product_version_id: made.id,
        publish_status: 'published',
        auth_strategy_ids: [strategy.id],
        application_registration_enabled: true,
        auto_approve_registration: true,
        deprecated: false,
      })
      return made
    })

    const developer = await step('a developer signs up', () => signUp(world, portal))
    await step('and signs in', () => portal.signIn(developer))
    const [offer] = await step('she sees the product', () => portal.offers())
    assert.equal(offer?.id, version.id)
    const application = await step('she creates an application', () =>
      portal.createApplication({ name: 'billing', auth_strategy_id: strategy.id }),
    )
    const shown = await portal.call('GET', `/applications/${application.id}`)
    assert.equal((shown.body as { reference_id: string }).reference_id, application.clientId)
    assert.ok(!shown.text.includes(application.clientSecret), 'the secret is shown once')

    const registration = await step('she registers it for the version', () => portal.register(application, version))
    assert.equal(registration.status, 'approved')
    const reply = await step('it calls the API with its credentials', () =>
      gateway.get('/orders', { basic: application }),
    )
    assert.equal(reply.status, 200)
  },
})
