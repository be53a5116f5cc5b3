import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { administer, profile } from '../steps/administer.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'no-error-description',
  title: 'errors say no more than their code until expose-detailed-error-messages is set',
  refs: ['curity.md 10', 'curity.md 4.4'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  async run(world, step) {
    const { curity, addresses } = world
    const client = { ...registrarOf(addresses), clientSecret: 'wrong' }
    const ask = () => curity.requestToken({ grant_type: 'client_credentials', scope: 'dcr' }, client)
    const bare = await step('a portal with the wrong secret asks for a token', ask)
    assert.deepEqual([bare.status, bare.body], [401, { error: 'invalid_client' }])
    assert.equal(bare.reason, 'curity.token.wrong-secret')
    await step('an administrator exposes detailed messages', () =>
      administer(world, 'PUT', `${profile}/expose-detailed-error-messages`, [null]),
    )
    const told = await step('and the answer says why', ask)
    assert.deepEqual(
      [told.status, told.body],
      [401, { error: 'invalid_client', error_description: 'Client authentication failed' }],
    )
  },
})
