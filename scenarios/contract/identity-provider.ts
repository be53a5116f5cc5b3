import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { billing, credentialsOf, manage, type Registered, registerAt } from '../steps/curity-parts.ts'
import { registrarOf } from '../steps/registrar.ts'

/** What an identity provider answers to who registers clients and to the clients: no levers, and what is made is deleted. */
export default scenario({
  id: 'contract-identity-provider',
  title: 'metadata, a registration with and without an initial token, a token, a wrong secret, a read and a deletion',
  refs: ['RFC 7591', 'RFC 7592', 'RFC 6749 §5', 'curity.md 1.4, 2, 3, 4'],
  tags: ['contract', 'dcr'],
  async run(world, step) {
    const { curity, addresses } = world
    const metadata = await step('the metadata is read', () => curity.discover())
    assert.equal(metadata.issuer, addresses.curity.issuer)
    const wrong = { clientId: registrarOf(addresses).clientId, clientSecret: 'wrong' }
    const refused = await step('a wrong secret gets no token', () =>
      curity.requestToken({ grant_type: 'client_credentials' }, wrong),
    )
    assert.ok(refused.status >= 400)
    const stranger = await step('nobody registers without a token', () => curity.register(billing))
    assert.ok(stranger.status >= 400)
    const registered = await step('with an initial token', () => registerAt(world))
    assert.equal(registered.status, 201)
    const client = registered.body as Registered // as RFC 7591 and RFC 7592 have it
    await step('the client gets a token', () => curity.clientCredentials(credentialsOf(client)))
    assert.equal((await step('it is deleted', () => manage(curity, 'DELETE', client))).status, 204)
    const gone = await step('and gets none', () =>
      curity.requestToken({ grant_type: 'client_credentials' }, credentialsOf(client)),
    )
    assert.ok(gone.status >= 400)
  },
})
