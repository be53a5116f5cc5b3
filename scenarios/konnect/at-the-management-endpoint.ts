import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { arrange, registeredClients } from '../steps/arrange.ts'
import { billing, credentialsOf, manage, registeredAt } from '../steps/curity-parts.ts'

const byClient = { grant_type: 'client_credentials' }

/** What identity providers get wrong about clients that are registered already (RFC 7592). */
export default [
  scenario({
    id: 'management-token-outlives-client',
    title:
      'a registration token that is kept after its client was deleted goes on showing it; mended, it dies with the client',
    refs: ['bug-catalogue management-token-outlives-client', 'panva/node-oidc-provider#555'],
    tags: ['dcr', 'end'],
    needs: ['levers'],
    async run(world, step) {
      const { curity } = world
      const readAfterDeletion = async () => {
        const client = await registeredAt(world)
        assert.equal((await manage(curity, 'DELETE', client)).status, 204)
        assert.equal((await curity.requestToken(byClient, credentialsOf(client))).status, 401)
        return manage(curity, 'GET', client)
      }
      await arrange(world, { quirks: { curity: ['token-outlives-client'] } })
      const shown = await step('a client is deleted, and its token used again', readAfterDeletion)
      assert.deepEqual([shown.status, await registeredClients(world)], [200, 1])
      await arrange(world, {})
      const refused = await step('the same at the mended server', readAfterDeletion)
      assert.deepEqual([refused.status, refused.reason], [401, 'curity.dcrm.unknown-client'])
      assert.equal(await registeredClients(world), 1)
    },
  }),
  scenario({
    id: 'management-url-internal',
    title: 'a registration_client_uri that names an internal host keeps the application; with the public one it goes',
    refs: ['bug-catalogue management-url-internal', 'samanhappy/mcphub#438', 'gravitee-io/issues#1580'],
    tags: ['dcr', 'misconfiguration', 'network'],
    needs: ['levers'],
    async run(world, step) {
      const { portal, levers } = world
      const internal = {
        set: { registration_client_uri: 'http://127.0.0.1:9/token-service/oauth-registration/internal' },
      }
      await levers.fault('curity', { kind: 'patch', endpoint: 'register', patch: internal })
      const application = await step('an application is made', () => portal.createApplication({ name: 'billing' }))
      const refused = await step('it cannot be deleted', () => portal.call('DELETE', `/applications/${application.id}`))
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.issuer-unreachable'])
      assert.equal(await registeredClients(world), 1)
      const second = await step('another is made with the public address', () =>
        portal.createApplication({ name: 'second' }),
      )
      await step('and deleted', () => portal.deleteApplication(second))
      assert.equal(await registeredClients(world), 1)
    },
  }),
  scenario({
    id: 'client-id-not-escaped',
    title:
      'a client id with a slash that stands unescaped in its address leads to nothing, and the client outlives its application',
    refs: ['bug-catalogue client-id-not-escaped', 'panva/node-oidc-provider commit 500dfeb'],
    tags: ['dcr', 'end'],
    needs: ['levers'],
    async run(world, step) {
      const { portal, curity } = world
      const deleted = async (name: string) => {
        const application = await portal.createApplication({ name })
        assert.match(application.clientId, /^acme\//)
        await portal.deleteApplication(application)
        return (await curity.requestToken(byClient, application)).status
      }
      await arrange(world, { quirks: { curity: ['client-ids-with-slashes', 'management-uri-unescaped'] } })
      assert.equal(await step('an application is deleted', () => deleted('billing')), 200)
      assert.equal(await registeredClients(world), 1)
      await arrange(world, { quirks: { curity: ['client-ids-with-slashes'] } })
      assert.equal(await step('and one whose address is escaped', () => deleted('second')), 401)
      assert.equal(await registeredClients(world), 1)
    },
  }),
  scenario({
    id: 'update-does-not-apply-grant',
    title: 'a grant that an update adds is shown and does not work; mended, it works as one that was registered',
    refs: ['bug-catalogue update-does-not-apply-grant', 'keycloak/keycloak#44257'],
    tags: ['dcr'],
    needs: ['levers'],
    async run(world, step) {
      const { curity } = world
      const tokenAfterUpdate = async () => {
        const code = { ...billing, grant_types: ['authorization_code'], redirect_uris: ['https://app.example/cb'] }
        const client = await registeredAt(world, code)
        const both = {
          ...code,
          client_id: client.client_id,
          grant_types: ['authorization_code', 'client_credentials', 'refresh_token'],
        }
        const { status, body } = await manage(curity, 'PUT', client, both)
        const updated = body as typeof client & { grant_types: string[] } // the client as it is now
        assert.deepEqual([status, updated.grant_types], [200, both.grant_types])
        return curity.requestToken(byClient, credentialsOf(updated))
      }
      await arrange(world, { quirks: { curity: ['update-without-effect'] } })
      const refused = await step('a client is updated and asks for a token', tokenAfterUpdate)
      assert.deepEqual([refused.status, refused.body], [400, { error: 'unauthorized_client' }])
      await arrange(world, {})
      assert.equal((await step('the same at the mended server', tokenAfterUpdate)).status, 200)
    },
  }),
]
