import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../harness/world.ts'
import { createAuthority, selfSigned, withoutChain } from '../../kit/tls/certificate-authority.ts'
import { localNames } from '../../kit/tls/names.ts'

async function world(tls: NonNullable<Parameters<typeof startWorld>[0]>['tls']): Promise<World> {
  const started = await startWorld({ tls })
  onTestFinished(() => started.close())
  return started
}

test('with TLS every server speaks https, and the whole flow goes through by both portals', async () => {
  const { addresses, portal, portalV2, gateway, curity } = await world(true)
  const { curity: idp, konnect, gateway: proxy, upstream, certificateAuthority } = addresses
  for (const url of [idp.issuer, konnect.url, proxy.url, proxy.admin, upstream]) expect(url).toMatch(/^https:/)
  expect(certificateAuthority).toContain('BEGIN CERTIFICATE')
  expect((await curity.discover()).token_endpoint).toMatch(/^https:/)
  for (const each of [portal, portalV2]) {
    const application = await each.createApplication({ name: 'billing' })
    await each.register(application)
    expect((await gateway.get('/orders', { basic: application })).status).toBe(200)
    const { access_token } = await curity.clientCredentials(application)
    expect((await gateway.get('/orders', { bearer: access_token })).status).toBe(200)
  }
})

test.for([
  ['made by itself', async () => selfSigned({ names: localNames() })],
  ['of another host', async ({ issue }) => issue({ names: ['elsewhere.test'] })],
  ['expired', async ({ issue }) => issue({ names: localNames(), validUntil: Date.now() - 60_000 })],
  [
    'sent without its chain',
    async ({ intermediate }) => withoutChain(await (await intermediate('lower')).issue({ names: localNames() })),
  ],
] as [string, (authority: Awaited<ReturnType<typeof createAuthority>>) => ReturnType<typeof selfSigned>][])(
  'Konnect does not register at an identity provider whose certificate is %s',
  async ([, issue]) => {
    const authority = await createAuthority()
    const { portal } = await world({ authority, certificates: { curity: await issue(authority) } })
    await expect(portal.createApplication({ name: 'billing' })).rejects.toThrow(/issuer-unreachable.*\btls\b/)
  },
)

test('without TLS nothing of it is loaded', () => {
  const source = `
    import { createRequire } from 'node:module'
    const { startWorld } = await import(${JSON.stringify(fileURLToPath(new URL('../../harness/world.ts', import.meta.url)))})
    const world = await startWorld()
    await world.close()
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => /x509|reflect-metadata/.test(path))
    console.log(loaded.length)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8' })
  expect(stdout.trim()).toBe('0')
})
