import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { httpClient, type Unreachable } from '../../../kit/http-client.ts'
import {
  type Certificate,
  createAuthority,
  openAuthority,
  selfSigned,
  withoutChain,
} from '../../../kit/tls/certificate-authority.ts'
import { localNames } from '../../../kit/tls/names.ts'
import { trusting } from '../../../kit/tls/trust.ts'

/** A server with this certificate, which answers with the subject of its caller's, and a client that trusts `authority`. */
async function pair(server: Certificate, authority: string | undefined, client?: Certificate) {
  const listening = createServer({ ...server, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    response.end(String(subject?.CN))
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const http = httpClient({ timeout: () => 60_000, tls: trusting(authority, client), userAgent: 'test' })
  onTestFinished(async () => {
    await http.close()
    listening.close()
  })
  const { port } = listening.address() as AddressInfo
  return (host = '127.0.0.1') => http.send({ method: 'GET', url: `https://${host}:${port}/` })
}

const trouble = (error: Unreachable) => [error.failure, (error.cause as { code?: string }).code]

test('what it issues is taken by whoever trusts it, under each of its names', async () => {
  const authority = await createAuthority()
  const call = await pair(await authority.issue({ names: localNames() }), authority.certificate)
  for (const host of ['127.0.0.1', 'localhost'])
    expect(await call(host)).toMatchObject({ status: 200, text: 'undefined' })
})

test('the roots that Node trusts stay trusted', () => {
  expect(trusting(undefined)).toEqual({})
  expect(trusting('').secureContext).toBeDefined()
})

test.for([
  [
    'a stranger',
    async () => (await createAuthority()).issue({ names: localNames() }),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  ['itself', async () => selfSigned({ names: localNames() }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
] as const)('a certificate from %s is refused', async ([, certificate, code]) => {
  const { certificate: trusted } = await createAuthority()
  const call = await pair(await certificate(), trusted)
  expect(trouble(await call().then(undefined, (error) => error))).toEqual(['tls', code])
})

test.for([
  ['another host', { names: ['elsewhere.test'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['no host at all', { subject: 'CN=127.0.0.1' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['yesterday', { names: localNames(), validFrom: Date.now() - 2e8, validUntil: Date.now() - 1e8 }, 'CERT_HAS_EXPIRED'],
  ['tomorrow', { names: localNames(), validFrom: Date.now() + 1e8 }, 'CERT_NOT_YET_VALID'],
  ['clients', { names: localNames(), usage: 'client' as const }, 'INVALID_PURPOSE'],
] as const)('a certificate for %s is refused', async ([, options, code]) => {
  const authority = await createAuthority()
  const call = await pair(await authority.issue(options), authority.certificate)
  expect(trouble(await call().then(undefined, (error) => error))).toEqual(['tls', code])
})

test('a chain of intermediates is taken whole, and refused without them', async () => {
  const authority = await createAuthority()
  const lower = await (await authority.intermediate('first')).intermediate('second')
  const certificate = await lower.issue({ names: localNames() })
  expect(lower.certificate).toBe(authority.certificate)
  expect(certificate.cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
  expect(await (await pair(certificate, authority.certificate))()).toMatchObject({ status: 200 })
  const call = await pair(withoutChain(certificate), authority.certificate)
  expect(trouble(await call().then(undefined, (error) => error))).toEqual(['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])
})

test('a client shows its certificate, with every kind of name in it', async () => {
  const authority = await createAuthority()
  const names = ['app.test', '192.0.2.1', 'app@example.test', 'spiffe://example.test/app']
  const client = await authority.issue({ subject: 'CN=app,O=Example', names, usage: 'client' })
  const call = await pair(await authority.issue({ names: localNames() }), authority.certificate, client)
  expect((await call()).text).toBe('app')
  expect(new X509Certificate(client.cert).subjectAltName).toBe(
    'DNS:app.test, IP Address:192.0.2.1, email:app@example.test, URI:spiffe://example.test/app',
  )
})

test('an authority that was kept issues on', async () => {
  const { certificate, key } = await createAuthority()
  const opened = await openAuthority({ certificate, key })
  const call = await pair(await opened.issue({ names: localNames() }), certificate)
  expect(await call()).toMatchObject({ status: 200 })
})
