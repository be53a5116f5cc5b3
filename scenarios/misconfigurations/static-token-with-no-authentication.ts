import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, server } from '../steps/administer.ts'
import { billing } from '../steps/curity-parts.ts'

export default scenario({
  id: 'static-token-with-no-authentication',
  title: 'a portal that can only send a fixed token registers where nobody is asked for one',
  refs: ['curity.md 10', 'curity.md 2.2'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const register = () => world.curity.register(billing, 'fixed-token')
    const refused = await step('a portal registers with a fixed token', register)
    assert.deepEqual([refused.status, refused.body], [401, { error: 'invalid_token' }])
    assert.equal(refused.reason, 'curity.dcr.unknown-token')
    const path = `${server}/dynamic-client-registration/non-templatized/no-authentication`
    await step('an administrator asks nobody for a token', () => administer(world, 'PUT', path, [null]))
    assert.equal((await step('and the portal registers', register)).status, 201)
  },
})
