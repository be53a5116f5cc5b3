import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { readSettings } from '../../harness/settings.ts'
import { startWorld } from '../../harness/world.ts'
import { newSigningKey } from '../../mock-curity/keys/new-signing-key.ts'

const endpoint = [
  { id: 'token-service-dynamic-client-registration', 'pre-processing-procedure': 'named' },
  {
    id: 'token-service-token',
    'token-endpoint-procedures': [{ flow: 'oauth-token-client-credentials', procedure: 'enriched' }],
  },
]
const configuration = { profiles: { profile: [{ id: 'token-service', endpoints: { endpoint } }] } }

/** A settings file, with modules beside it. */
function settingsWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'procedures-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const curity = {
    configuration,
    procedures: { named: './named.mjs' },
    tokenProcedures: { enriched: './enriched.mjs' },
  }
  const file = join(folder, 'settings.yaml')
  writeFileSync(file, stringify({ curity }))
  return file
}

test('procedures of registration and of the token endpoint stand in modules beside the settings', async () => {
  const file = settingsWith({
    'named.mjs': "export default ({ body }) => ({ client_name: body.client_name.concat(' (checked)') })",
    'enriched.mjs': 'export default ({ client }) => ({ claims: { client_id: client.id } })',
  })
  const world = await startWorld({ given: await readSettings(file) })
  onTestFinished(() => world.close())
  const { id, secret } = world.addresses.curity.registrar
  const registrar = { clientId: id, clientSecret: secret }
  const initial = await world.curity.clientCredentials(registrar, { scope: 'dcr' })
  const metadata = { client_name: 'billing', grant_types: ['client_credentials'] }
  const registered = await world.curity.register(metadata, initial.access_token)
  expect(registered).toMatchObject({ status: 201, body: { client_name: 'billing (checked)' } })
  const { access_token } = await world.curity.clientCredentials(registrar)
  const claims: unknown = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ client_id: id, sub: id })
})

test('a module that is not there is a complaint, whichever kind it is of', async () => {
  const file = settingsWith({})
  await expect(readSettings(file)).rejects.toThrow(/curity\.procedures\.named: no such file: .*named\.mjs/)
  await expect(readSettings(file)).rejects.toThrow(/curity\.tokenProcedures\.enriched: no such file: .*enriched\.mjs/)
})

test('what the configuration names is looked for in the same settings: procedures of either kind, signing keys', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'procedures-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'settings.yaml')
  const curve = await newSigningKey('curve', 'P-256')
  const issuer = { 'jwt-issuer-settings': { 'signing-key-id': 'curve', algorithm: 'ES256' } }
  const parts = {
    profiles: {
      profile: [{ id: 'token-service', endpoints: { endpoint }, 'token-issuers': { 'default-token-issuer': issuer } }],
    },
  }
  writeFileSync(file, stringify({ curity: { configuration: parts } }))
  await expect(readSettings(file)).rejects.toThrow(
    [
      'curity.configuration.profiles.profile.0.endpoints.endpoint.2.token-endpoint-procedures.0.procedure: "enriched" names nothing',
      'curity.configuration.profiles.profile.0.endpoints.endpoint.9.pre-processing-procedure: "named" names nothing',
      'curity.configuration.profiles.profile.0.token-issuers.default-token-issuer.jwt-issuer-settings.signing-key-id: "curve" names nothing',
    ].join('\n  '),
  )
  const named = { procedures: { named: './settings.yaml' }, tokenProcedures: { enriched: './settings.yaml' } }
  writeFileSync(file, stringify({ curity: { configuration: parts, signingKeys: [curve], ...named } }))
  await expect(readSettings(file)).resolves.toMatchObject({ curity: { signingKeys: [{ id: 'curve' }] } })
  writeFileSync(file, stringify({ curity: { configuration: parts, signingKeys: 'none', procedures: null } }))
  await expect(readSettings(file)).rejects.toThrow(
    /curity\.signingKeys: must be array\n {2}curity\.procedures: must be object$/,
  )
})
