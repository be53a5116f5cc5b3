import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { good, guard, type Rig, service, startRig } from './rig.ts'
import { untrusted } from './untrusted-certificate.ts'

/** A server that speaks TLS with an untrusted certificate, and hands everything on to `url`. Gives its own address. */
async function tlsBefore(url: string): Promise<string> {
  const server = createServer(untrusted, async (asked, response) => {
    const body = asked.method === 'POST' ? await text(asked) : undefined
    const { authorization = '', 'content-type': type = '' } = asked.headers
    const answer = await fetch(`${url}${asked.url}`, {
      method: asked.method ?? 'GET',
      headers: { authorization, 'content-type': type },
      ...(body !== undefined && { body }),
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function text(asked: AsyncIterable<Buffer>): Promise<string> {
  let whole = ''
  for await (const chunk of asked) whole += chunk
  return whole
}

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

test('row 74: refuses when the certificate of the identity provider is not trusted', async () => {
  const rig = await startRig()
  await behindTls(rig)
  const { status, body, reason, advice } = await rig.call('/orders', { headers: good })
  expect([status, body, reason]).toEqual([401, { message: 'Unauthorized' }, 'gateway.idp.unreachable'])
  expect(advice).toContain(': tls;')
})

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
