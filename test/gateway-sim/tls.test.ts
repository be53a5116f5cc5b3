import { expect, test } from 'vitest'
import { good, guard, type Rig, service, startRig } from './rig.ts'
import { tlsBefore } from './tls-front.ts'

/** Lets the strategy find the identity provider behind TLS. */
async function behindTls(rig: Rig, strategy: Record<string, unknown> = {}): Promise<void> {
  const url = await tlsBefore(rig.idp.url)
  rig.idp.discovery = {
    token_endpoint: `${url}/oauth/v2/oauth-token`,
    jwks_uri: `${url}/oauth/v2/oauth-anonymous/jwks`,
  }
  const issuer = `${url}/oauth/v2/oauth-anonymous`
  await rig.received(rig.control.push({ set: { guards: [guard(issuer, strategy)] } }))
}

test.for([
  ['ssl_verify is false', { ssl_verify: false }, {}],
  ['the release did not verify by default', {}, { gatewayVersion: '3.13' }],
] as const)('takes an untrusted certificate when %s', async ([, strategy, behaviour]) => {
  const rig = await startRig({ behaviour })
  await behindTls(rig, strategy)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
})

test('asks an upstream over TLS, whose certificate it checks only when the service says so', async () => {
  const rig = await startRig()
  const { port } = new URL(await tlsBefore(`http://127.0.0.1:${rig.upstream.port}`))
  const change = (extra: object) =>
    rig.control.push({ set: { services: [service(Number(port), { protocol: 'https', ...extra })] } })
  await rig.received(change({}))
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  await rig.received(change({ tls_verify: true }))
  const { status, reason } = await rig.call('/orders', { headers: good })
  expect([status, reason]).toEqual([502, 'gateway.upstream.unreachable'])
})
