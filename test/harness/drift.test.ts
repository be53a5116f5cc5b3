import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Provider from 'oidc-provider'
import { expect, onTestFinished, test } from 'vitest'
import type { Addresses } from '../../harness/addresses.ts'
import { driftBetween, runWithDrift } from '../../harness/drift.ts'
import type { Reply } from '../../harness/drivers/caller.ts'
import { describe as told } from '../../harness/reporters/pretty.ts'
import { select } from '../../harness/selection.ts'
import { startWorld } from '../../harness/world.ts'
import { sharedWorlds } from '../../harness/worlds.ts'
import { command, upServing } from './served.ts'

const contract = (await select([], fileURLToPath(new URL('../../scenarios/', import.meta.url)))).filter(({ tags }) =>
  tags?.includes('contract'),
)

test('contract scenarios need no levers and no world of their own', () => {
  expect(contract.map(({ id }) => id).sort()).toEqual([
    'contract-application',
    'contract-identity-provider',
    'contract-platform',
    'contract-refusals',
  ])
  expect(contract.filter(({ needs = [], given }) => needs.length > 0 || given)).toEqual([])
})

test('they leave nothing at the servers but sessions of the developer', async () => {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const counts = async () => {
    const states = await Promise.all((['curity', 'konnect'] as const).map((server) => world.levers.state(server)))
    const rows = (states as { tables: Record<string, unknown> }[]).flatMap(({ tables }) => Object.entries(tables))
    const lasting = rows.filter(([name, kept]) => Array.isArray(kept) && !/session|delegations/.test(name))
    return lasting.map(([name, kept]) => [name, (kept as unknown[]).length])
  }
  const before = await counts()
  for (const { run } of contract) await run(world, async (_title, act) => act())
  expect(await counts()).toEqual(before)
})

/** `run --tag contract --drift` against servers of another process that have these settings. */
async function drift(settings: string): Promise<{ code: number | null; stdout: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-drift-'))
  const [config, addresses] = [join(folder, 'dcr-harness.yaml'), join(folder, 'addresses.yaml')]
  writeFileSync(config, settings)
  const { end } = await upServing(['--config', config, '--addresses', addresses])
  // Secrets of real products stand in the environment, and not in a file.
  const secrets = { KPAT: 'kpat_demo', DCR_SECRET: 'konnect-dcr-secret', PASSWORD: 'developer-password' }
  const named = Object.entries(secrets).reduce(
    (text, [name, secret]) => text.replaceAll(secret, () => `"\${${name}}"`),
    readFileSync(addresses, 'utf8'),
  )
  writeFileSync(addresses, named)
  for (const name of Object.keys(secrets)) expect(named).toContain(`\${${name}}`)
  try {
    const child = command(['run', '--tag', 'contract', '--against', addresses, '--drift'], secrets)
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { code, stdout }
  } finally {
    await end('SIGTERM')
  }
}

test('mocks in another process: no drift', async () => {
  const { code, stdout } = await drift('{}\n')
  expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({ code: 0, last: '4 passed, 0 failed' })
})

test('one switch changed there: exactly that drift', async () => {
  const { code, stdout } = await drift('curity: { behaviour: { invalidClientStatus: 400 } }\n')
  const lines = stdout.split('\n').filter((line) => line.startsWith('    '))
  const line = '    POST /oauth/v2/oauth-token  status: the mock 401, here 400'
  expect({ code, lines }).toEqual({ code: 1, lines: [line, line] })
  expect(stdout.trim().split('\n').at(-1)).toBe('4 passed, 0 failed, 2 differences from the mocks')
})

/** An identity provider that is not ours, as it comes, where one client may get tokens and registration asks for an initial token. */
async function plainProvider(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'registrar',
        client_secret: 'registrar-secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: ['dcr'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      registration: { enabled: true, initialAccessToken: true },
      registrationManagement: { enabled: true },
    },
  })
  server.on('request', provider.callback())
  return issuer
}

test('an identity provider that is not ours: what it answers otherwise is told, and where it stops', async () => {
  const issuer = await plainProvider()
  const mocks = await startWorld()
  onTestFinished(() => mocks.close())
  const registrar = { id: 'registrar', secret: 'registrar-secret' }
  const addresses: Addresses = {
    ...mocks.addresses,
    curity: { url: issuer, issuer, registrar, introspector: registrar },
  }
  const worlds = await sharedWorlds(addresses)
  onTestFinished(() => worlds.end())

  const [atIdp] = contract.filter(({ id }) => id === 'contract-identity-provider')
  if (!atIdp) throw new Error('no such scenario')
  const result = await runWithDrift(atIdp, worlds)
  // Its access tokens are no initial tokens: those are of a kind of their own, which an operator makes.
  expect(result.outcome).toBe('failed')
  const at = (call: string) => result.drift?.filter((each) => each.call === call).map(({ where }) => where) ?? []
  expect(at('POST /token-service/oauth-registration')).toContain('status')
  expect(at('POST /oauth/v2/oauth-token')).toContain('body.error_description')
  expect(at('GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration')).not.toEqual([])
  expect(told(result)).toMatch(/POST \/token-service\/oauth-registration {2}status: the mock 201, here 401/)
})

const reply = (call: string, status = 200, text = ''): Reply => ({
  ...{ call, status, text, headers: {}, body: undefined, reason: undefined, advice: undefined },
})

test('runs that no longer make the same calls are compared up to there', () => {
  const [a, b] = ['GET http://a.example/x', 'POST http://a.example/y']
  expect(driftBetween([reply(a), reply(b)], [reply(a), reply(a)])).toEqual([
    { call: 'POST /y', where: 'the call itself', expected: 'POST /y', actual: 'GET /x' },
  ])
  expect(driftBetween([reply(a), reply(b)], [reply(a)])).toEqual([
    { call: 'POST /y', where: 'the call itself', expected: 'POST /y', actual: '(no further call)' },
  ])
  expect(driftBetween([reply(a)], [reply(a, 500), reply(b)])).toEqual([
    { call: 'GET /x', where: 'status', expected: '200', actual: '500' },
    { call: 'POST /y', where: 'the call itself', expected: '(no further call)', actual: 'POST /y' },
  ])
})
