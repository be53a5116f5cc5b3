import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registrarOf } from '../steps/registrar.ts'

export default scenario({
  id: 'dcr-scope-not-requested',
  title: 'a token of the right client, asked for without the scope dcr, registers nothing',
  refs: ['curity.md 2.3', 'curity.md 2.7'],
  tags: ['refusal', 'dcr'],
  async run({ curity, addresses }, step) {
    const token = await step('the initial client asks for a token without scope', () =>
      curity.clientCredentials(registrarOf(addresses)),
    )
    assert.equal(token.scope, '')
    const known = await step('it is a good token elsewhere', () => curity.introspect(token.access_token))
    assert.equal(known.active, true)
    const reply = await step('and registers with it', () =>
      curity.register({ client_name: 'billing', grant_types: ['client_credentials'] }, token.access_token),
    )
    assert.equal(reply.status, 403)
    assert.deepEqual(reply.body, { error: 'insufficient_scope' })
    assert.equal(reply.reason, 'curity.dcr.scope-missing')
  },
})
