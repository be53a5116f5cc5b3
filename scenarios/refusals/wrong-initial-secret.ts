import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'wrong-initial-secret',
  title: 'a provider with a wrong initial secret creates no application, since the token endpoint does not know it',
  refs: ['konnect.md 10', 'curity.md 10'],
  tags: ['refusal', 'dcr'],
  needs: ['levers'],
  given: { provider: { initial_client_secret: 'not-the-secret' } },
  async run(world, step) {
    const reply = await step('a developer creates an application', () =>
      world.portal.call('POST', '/applications', { json: { name: 'billing' } }),
    )
    assert.equal(reply.status, 400)
    assert.equal(reply.reason, 'konnect.dcr.initial-client-refused')
    await assertNothingCreated(world, step)
    const token = await step('the token endpoint is asked directly', () =>
      world.curity.requestToken(
        { grant_type: 'client_credentials', scope: 'dcr' },
        { ...registrarOf(world.addresses), clientSecret: 'not-the-secret' },
      ),
    )
    assert.deepEqual([token.status, token.body], [401, { error: 'invalid_client' }])
    assert.match(String(token.headers['www-authenticate']), /^Basic /)
    assert.equal(token.reason, 'curity.token.wrong-secret')
  },
})
