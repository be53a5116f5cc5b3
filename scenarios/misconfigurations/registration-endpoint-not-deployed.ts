import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer } from '../steps/administer.ts'
import { registerAt } from '../steps/curity-parts.ts'

export default scenario({
  id: 'registration-endpoint-not-deployed',
  title: 'a registration endpoint that no service role lists is neither published nor served',
  refs: ['curity.md 10', 'curity.md 1.2'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: {
    curity: {
      configuration: {
        environments: {
          environment: {
            services: {
              'service-role': [{ id: 'default', endpoints: ['token-service-anonymous', 'token-service-token'] }],
            },
          },
        },
      },
    },
  },
  async run(world, step) {
    const { curity } = world
    const metadata = await step('Curity publishes its metadata', () => curity.discover())
    assert.equal(metadata.registration_endpoint, undefined)
    const reply = await step('somebody posts to the usual path', () =>
      curity.call('POST', '/token-service/oauth-registration', { json: { client_name: 'billing' } }),
    )
    assert.deepEqual([reply.status, reply.text], [404, ''])
    assert.equal(reply.reason, 'curity.path.not-deployed')
    await step('an administrator deploys the endpoint', () =>
      administer(world, 'PATCH', 'environments/environment/services/service-role=default', {
        id: 'default',
        endpoints: ['token-service-dynamic-client-registration'],
      }),
    )
    const published = await step('it is published', () => curity.discover())
    assert.ok(published.registration_endpoint?.endsWith('/token-service/oauth-registration'))
    assert.equal((await step('and a portal registers', () => registerAt(world))).status, 201)
  },
})
