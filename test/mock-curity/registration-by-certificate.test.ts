import { expect, onTestFinished, test } from 'vitest'
import { type HttpCall, httpClient } from '../../kit/http-client.ts'
import { serve } from '../../kit/serve.ts'
import { type Certificate, createAuthority } from '../../kit/tls/certificate-authority.ts'
import { localNames } from '../../kit/tls/names.ts'
import { trusting } from '../../kit/tls/trust.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { configured, registration, together } from './configurations.ts'
import { registrationPath } from './rig.ts'

const authority = await createAuthority()
const bank = await authority.issue({ subject: 'CN=bank,O=Bank,2.5.4.97=PSDGB-FCA-123', names: [], usage: 'client' })
const shop = await authority.issue({ subject: 'CN=shop,O=Shop', names: [], usage: 'client' })
const stranger = await (await createAuthority()).issue({ subject: 'CN=shop,O=Shop', names: [], usage: 'client' })

const byCertificate = (parts: object = {}) =>
  registration({ 'non-templatized': { 'mutual-tls': { 'trusted-issuers': [authority.certificate] }, ...parts } })
const binding = registration({ 'client-management': { 'registration-token': { 'confirm-certificate-binding': true } } })

interface Answer {
  status: number
  body: Record<string, string>
  reason: string | undefined
}

/** A server on a real port with TLS, and calls to it with a client certificate or without. */
async function secure(configuration: object) {
  const tls = await authority.issue({ names: localNames() })
  const mock = await buildMockCurity({ configuration: configured(configuration), tls })
  onTestFinished(() => mock.app.close())
  const port = await serve(mock.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  mock.setBaseUrl(`https://127.0.0.1:${port}`)
  const call = async (certificate: Certificate | undefined, given: Partial<HttpCall>): Promise<Answer> => {
    const http = httpClient({
      timeout: () => 300_000,
      tls: trusting(authority.certificate, certificate),
      userAgent: 'test',
    })
    const { status, text, headers } = await http.send({
      method: 'POST',
      url: `https://127.0.0.1:${port}${registrationPath}`,
      ...given,
      headers: { 'content-type': 'application/json', 'x-harness-explain': '1', ...given.headers },
    })
    await http.close()
    return { status, body: text ? JSON.parse(text) : {}, reason: headers['x-harness-reason']?.toString() }
  }
  const register = (certificate?: Certificate, headers: Record<string, string> = {}) =>
    call(certificate, { body: JSON.stringify({ grant_types: ['client_credentials'] }), headers })
  const read = ({ body }: Answer, certificate?: Certificate) =>
    call(certificate, {
      method: 'GET',
      url: String(body.registration_client_uri),
      headers: { authorization: `Bearer ${body.registration_access_token}` },
    })
  return { register, read }
}

test('a certificate of a trusted issuer registers without a token; its organizationIdentifier is the client id, once', async () => {
  const { register } = await secure(byCertificate())
  const first = await register(bank)
  expect([first.status, first.body.client_id]).toEqual([201, 'PSDGB-FCA-123'])
  const again = await register(bank)
  expect([again.status, again.body]).toEqual([400, { error: 'invalid_client_metadata' }])
  const plain = await register(shop)
  expect([plain.status, plain.body.client_id]).toEqual([201, expect.stringMatching(/^[0-9a-f-]{36}$/)])
})

test('the override can be switched off', async () => {
  const { register } = await secure(byCertificate({ 'enable-subject-dn-as-client-id-override': false }))
  expect((await register(bank)).body.client_id).toMatch(/^[0-9a-f-]{36}$/)
})

test.for([
  ['no certificate', undefined, [authority.certificate]],
  ['one of a stranger', stranger, [authority.certificate]],
  ['one whose issuer is only named', shop, ['obb-issuer']],
  ['one, where nobody is trusted', shop, []],
] as const)('%s registers nobody', async ([, certificate, issuers]) => {
  const { register } = await secure(byCertificate({ 'mutual-tls': { 'trusted-issuers': issuers } }))
  const refused = await register(certificate)
  expect([refused.status, refused.body, refused.reason]).toEqual([401, {}, 'curity.dcr.no-certificate'])
})

test('a token that is no good is refused, whatever certificate comes with it; without the leaf a certificate is nothing', async () => {
  const { register } = await secure(byCertificate())
  expect((await register(shop, { authorization: 'Bearer nothing' })).reason).toBe('curity.dcr.unknown-token')
  const plain = await secure({})
  expect((await plain.register(shop)).reason).toBe('curity.dcr.no-token')
})

test('with confirm-certificate-binding the client is managed with the certificate that registered it alone', async () => {
  const { register, read } = await secure(together(byCertificate(), binding))
  const registered = await register(shop)
  for (const other of [undefined, bank, stranger]) {
    const refused = await read(registered, other)
    expect([refused.status, refused.body, refused.reason]).toEqual([
      401,
      { error: 'invalid_token' },
      'curity.dcrm.other-certificate',
    ])
  }
  const own = await read(registered, shop)
  expect([own.status, (await read(own, shop)).status]).toEqual([200, 200])
})

test('without it the token is enough', async () => {
  const { register, read } = await secure(byCertificate())
  expect((await read(await register(shop))).status).toBe(200)
})
