import { expect, onTestFinished, test } from 'vitest'
import { type Certificate, createAuthority } from '../../../kit/tls/certificate-authority.ts'
import { localNames } from '../../../kit/tls/names.ts'
import type { MockKonnectOptions } from '../../../mock-konnect/options.ts'
import { startIdentityProvider } from '../identity-provider.ts'
import { portalClient } from '../portal-client.ts'
import { demoKonnect } from '../portal-world.ts'

/** A developer at a Konnect whose identity provider has this certificate. */
async function developer(certificate: Certificate, options: MockKonnectOptions = {}) {
  const idp = await startIdentityProvider(certificate)
  onTestFinished(() => idp.close())
  const konnect = await demoKonnect(idp.issuer, {}, options)
  onTestFinished(() => konnect.app.close())
  const portal = portalClient(konnect, 'v3')
  await portal.signIn()
  return {
    idp,
    portal,
    behaviour: konnect.levers.behaviour,
    create: (name = 'billing') => portal.post('/applications', { name }),
  }
}

const authority = await createAuthority()
const good = await authority.issue({ names: localNames() })
const expired = await authority.issue({ names: localNames(), validUntil: Date.now() - 60_000 })
const trust = authority.certificate
const untrusted = [400, expect.stringContaining('issuer-unreachable')]

test('every call goes to an identity provider of a private authority that is trusted', async () => {
  const { idp, portal, create } = await developer(good, { trust })
  const made = await create()
  expect(made.status).toBe(201)
  expect((await portal.post(`/applications/${made.body.id}/regenerate-secret`)).status).toBe(201)
  expect((await portal.delete(`/applications/${made.body.id}`)).status).toBe(204)
  expect(idp.clients.size).toBe(0)
})

test.for([
  ['of an authority that is not trusted', good, {}],
  ['expired', expired, { trust }],
] as const)(
  'nothing is sent where the certificate is %s, unless certificates are not checked',
  async ([, certificate, options]) => {
    const { idp, create, behaviour } = await developer(certificate, options)
    const refused = await create()
    expect([refused.status, refused.reason?.code]).toEqual(untrusted)
    expect(refused.reason?.advice).toMatch(/tls/)
    expect(idp.calls).toEqual([])

    behaviour.change({ idpTlsVerify: false })
    expect((await create()).status).toBe(201)
    behaviour.change({ idpTlsVerify: true })
    const again = await create('second')
    expect([again.status, again.reason?.code]).toEqual(untrusted)
    expect(idp.clients.size).toBe(1)
  },
)
