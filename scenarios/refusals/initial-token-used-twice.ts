import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'initial-token-used-twice',
  title: 'an initial token registers one client, and no second',
  refs: ['curity.md 2.3', 'curity.md 12.2'],
  tags: ['refusal', 'dcr'],
  async run({ curity, addresses }, step) {
    const { access_token } = await step('the initial client asks for a token with scope dcr', () =>
      curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' }),
    )
    const metadata = { client_name: 'billing', grant_types: ['client_credentials'] }
    const first = await step('a client is registered with it', () => curity.register(metadata, access_token))
    assert.equal(first.status, 201)
    const second = await step('and another', () => curity.register(metadata, access_token))
    assert.equal(second.status, 401)
    assert.deepEqual(second.body, { error: 'invalid_token' })
    assert.match(String(second.headers['www-authenticate']), /^Bearer .*error="invalid_token"/)
    assert.equal(second.reason, 'curity.dcr.token-already-used')
  },
})
