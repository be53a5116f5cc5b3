import assert from 'node:assert/strict'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { claimsOf } from '../steps/signed-token.ts'
import { changeStrategy } from '../steps/strategy.ts'

const secondIssuer = 'https://second-issuer.example'

export default scenario({
  id: 'extra-jwks-change-not-seen',
  title: 'keys of a second issuer count only with the next discovery, although the strategy names them already',
  refs: ['bug-catalogue extra-jwks-change-not-seen', 'Kong openid-connect FAQ and multi-IdP page'],
  tags: ['discovery', 'gateway'],
  needs: ['levers'],
  async run(world, step) {
    const { curity, gateway } = world
    const app = await registeredApplication(world, step)
    const { access_token: own } = await curity.clientCredentials(app)
    assert.equal((await step('the strategy is at work', () => gateway.get('/orders', { bearer: own }))).status, 200)

    const keys = await generateKeyPair('ES256')
    const published = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'second', alg: 'ES256', use: 'sig' }] }
    const bearer = await new SignJWT({ ...claimsOf(own), iss: secondIssuer })
      .setProtectedHeader({ alg: 'ES256', kid: 'second' })
      .sign(keys.privateKey)
    // The second issuer's key set stands where Curity answers to nobody else in this story.
    const { userinfo_endpoint: uri } = (await curity.discover()) as unknown as { userinfo_endpoint: string } // discovered
    const keySet = { endpoint: 'userinfo', kind: 'answer', status: 200, body: published, times: 'always' } as const
    await arrange(world, { faults: { curity: [keySet] } })
    await step('the operator adds a second issuer', () =>
      changeStrategy(world, { extra_jwks_uris: [uri], issuers_allowed: [secondIssuer] }),
    )
    const call = () => gateway.get('/orders', { bearer })
    const refused = await step('its token is refused', call)
    assert.deepEqual([refused.status, refused.reason], [401, 'gateway.bearer.unknown-key'])
    await step('the discovery cache is cleared', () => gateway.node(1).admin('DELETE', '/openid-connect/issuers'))
    assert.equal((await step('the same token passes', call)).status, 200)
  },
})
