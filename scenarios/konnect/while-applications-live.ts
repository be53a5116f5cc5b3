import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'
import { arrange, registeredClients } from '../steps/arrange.ts'
import { registrationParts } from '../steps/curity-parts.ts'
import { orphansIn } from '../steps/orphans.ts'
import { registrarOf } from '../steps/registrar.ts'

const byClient = { grant_type: 'client_credentials' }

/** The client that registers others may manage them all as well (`curity.md` 3, `management-clients`). */
const withManager = registrationParts({ 'client-management': { 'management-clients': ['konnect-dcr'] } })

/** Reads a client as an administrator does, by a token with scope `dcrm`. */
async function readAsManager({ curity, addresses }: World, clientId: string): Promise<void> {
  const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcrm' })
  const { registration_endpoint } = await curity.discover()
  const headers = { authorization: `Bearer ${access_token}` }
  assert.equal((await curity.call('GET', `${registration_endpoint}/${clientId}`, { headers })).status, 200)
}

/** What becomes of clients and their credentials while applications live. */
export default [
  scenario({
    id: 'read-rotates-the-secret',
    title:
      "a read of a client outside Konnect kills the developer's secret and Konnect's own token; Konnect reads only to rotate",
    refs: ['bug-catalogue read-rotates-the-secret', 'curity.md 3'],
    tags: ['dcr', 'end'],
    needs: ['levers'],
    given: { curity: { configuration: withManager } },
    async run(world, step) {
      const { portal, curity, levers } = world
      const application = await portal.createApplication({ name: 'billing' })
      await step('a rename asks Curity nothing', () =>
        portal.call('PATCH', `/applications/${application.id}`, { json: { name: 'invoices' } }),
      )
      await step('the secret is good', () => curity.clientCredentials(application))
      await step('an administrator looks at the client', () => readAsManager(world, application.clientId))
      const dead = await step('the secret that the developer has', () => curity.requestToken(byClient, application))
      assert.deepEqual([dead.status, dead.reason], [401, 'curity.token.secret-rotated'])
      await step('the application is deleted', () => portal.deleteApplication(application))
      const [orphan] = await orphansIn(world)
      assert.deepEqual(
        [orphan?.client_id, orphan?.reason?.code],
        [application.clientId, 'konnect.dcr.deletion-doubted'],
      )

      const second = await portal.createApplication({ name: 'second' })
      const rotated = await step('Konnect reads in order to rotate, and hands the secret on', () =>
        portal.rotateSecret(second),
      )
      await step('it is good', () => curity.clientCredentials(rotated))
      await levers.behave('curity', { readRotatesSecret: false })
      await step('where a read rotates no secret, an administrator looks', () => readAsManager(world, second.clientId))
      await step('and it still is', () => curity.clientCredentials(rotated))
    },
  }),
  scenario({
    id: 'management-token-expires',
    title:
      'an application outlives its management token: it goes and its client stays; by a fresh token with scope dcrm both go',
    refs: ['bug-catalogue management-token-expires', 'konnect.md 11.1', 'curity.md 3'],
    tags: ['dcr', 'end'],
    needs: ['levers'],
    given: { curity: { configuration: withManager } },
    async run(world, step) {
      const { portal, curity, levers } = world
      const deleteAfterAYear = async (name: string) => {
        const application = await portal.createApplication({ name })
        await levers.advance(366 * 86_400_000, 'curity')
        await portal.deleteApplication(application)
        return application
      }
      const first = await step('it is deleted when its token is 366 days old', () => deleteAfterAYear('billing'))
      await step('its client still gets tokens', () => curity.clientCredentials(first))
      const [orphan] = await orphansIn(world)
      assert.deepEqual([orphan?.client_id, orphan?.reason?.code], [first.clientId, 'konnect.dcr.deletion-doubted'])
      const [call] = (await levers.exchanges({ server: 'mock-curity' })).filter(
        ({ request }) => request.method === 'DELETE',
      )
      assert.equal(call?.reason?.code, 'curity.dcrm.token-expired')

      await levers.behave('konnect', { curityManagement: 'dcrm' })
      const second = await step('another, with a token that is asked for then', () => deleteAfterAYear('second'))
      assert.equal((await curity.requestToken(byClient, second)).status, 401)
      assert.equal((await orphansIn(world)).length, 1)
    },
  }),
  scenario({
    id: 'secret-expires',
    title:
      'a secret with a finite lifetime is refused when it is over, and a rotation brings a new one; without a lifetime it stays good',
    refs: ['bug-catalogue secret-expires', 'openid/AppAuth-Android#40', 'GluuFederation/oxAuth#720', 'RFC 7591 §3.2.1'],
    tags: ['dcr', 'gateway'],
    needs: ['levers'],
    async run({ portal, gateway, levers }, step) {
      await levers.behave('curity', { registeredSecretSeconds: 3600 })
      const application = await portal.createApplication({ name: 'billing' })
      await portal.register(application)
      assert.equal((await gateway.get('/orders', { basic: application })).status, 200)
      await levers.advance(3_601_000)
      const refused = await step('a call after an hour', () => gateway.get('/orders', { basic: application }))
      assert.deepEqual([refused.status, refused.reason], [401, 'gateway.basic.wrong-secret'])
      const last = (await levers.exchanges({ server: 'mock-curity' })).at(-1)
      assert.equal(last?.reason?.code, 'curity.token.secret-expired')
      await levers.behave('curity', { registeredSecretSeconds: 0 })
      const rotated = await step('the developer renews the secret', () => portal.rotateSecret(application))
      await levers.advance(3_601_000)
      const passed = await step('and calls an hour later', () => gateway.get('/orders', { basic: rotated }))
      assert.equal(passed.status, 200)
    },
  }),
  scenario({
    id: 'reissue-after-removal-refused',
    title: 'who remembers a deleted client makes no second one of that name; who forgets it does',
    refs: ['bug-catalogue reissue-after-removal-refused', 'wso2/api-manager#3594'],
    tags: ['dcr', 'konnect'],
    needs: ['levers'],
    async run(world, step) {
      const { portal, curity } = world
      const again = async (name: string) => {
        await portal.deleteApplication(await portal.createApplication({ name }))
        assert.equal(await registeredClients(world), 0)
        return portal.call('POST', '/applications', { json: { name } })
      }
      await arrange(world, { quirks: { konnect: ['stale-mapping'] } })
      const refused = await step('an application is made, deleted, and made again', () => again('billing'))
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.stale-mapping'])
      await arrange(world, {})
      const made = await step('the same without the memory', () => again('invoices'))
      assert.equal(made.status, 201)
      const { client_id: clientId, client_secret: clientSecret } = made.body as Record<string, string>
      assert.ok(clientId && clientSecret)
      await step('its credentials are good', () => curity.clientCredentials({ clientId, clientSecret }))
    },
  }),
  scenario({
    id: 'client-visible-late',
    title:
      'a client that its identity provider finds only after ten seconds is refused meanwhile, and no refusal is kept',
    refs: ['bug-catalogue client-visible-late', 'microsoftgraph/microsoft-graph-docs#17966'],
    tags: ['dcr', 'gateway'],
    needs: ['levers'],
    async run({ portal, gateway, levers }, step) {
      const registered = async (name: string) => {
        const application = await portal.createApplication({ name })
        await portal.register(application)
        return application
      }
      const late = await registered('billing')
      const notYet = {
        status: 400,
        body: {
          error: 'unauthorized_client',
          error_description: 'AADSTS700016: Application was not found in the directory',
        },
      }
      await levers.fault('curity', {
        kind: 'answer',
        endpoint: 'token',
        client: late.clientId,
        forMs: 10_000,
        ...notYet,
      })
      const refused = await step('it calls at once', () => gateway.get('/orders', { basic: late }))
      assert.equal(refused.status, 401)
      await levers.advance(10_001)
      assert.equal((await step('and when it is there', () => gateway.get('/orders', { basic: late }))).status, 200)
      const prompt = await registered('second')
      const passed = await step('a client that is there at once', () => gateway.get('/orders', { basic: prompt }))
      assert.equal(passed.status, 200)
    },
  }),
]
