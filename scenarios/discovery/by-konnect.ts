import assert from 'node:assert/strict'
import type { Fault, Scenario } from '../../harness/public.ts'
import { scenario } from '../../harness/public.ts'
import { arrange, registeredClients } from '../steps/arrange.ts'
import { creationCase } from '../steps/creation-case.ts'

/** Where registration would be, said by metadata that leads astray. */
const endpoint = (registration_endpoint: string): Fault => ({
  endpoint: 'discovery',
  kind: 'patch',
  times: 'always',
  patch: { set: { registration_endpoint } },
})

/** The issuer of the demo's provider, written in another way: refused by who appends the well-known path, taken by who reads it. */
const issuerForm = (id: string, title: string, source: string, ending: string): Scenario =>
  scenario({
    id,
    title,
    refs: [`bug-catalogue ${id}`, source],
    tags: ['discovery', 'dcr'],
    needs: ['levers'],
    async run(world, step) {
      const { konnect, portal, levers, addresses } = world
      const [provider] = await konnect.list('/v2/dcr-providers')
      const issuer = addresses.curity.issuer + ending
      await step('the issuer is configured', () => konnect.change(`/v2/dcr-providers/${provider?.id}`, { issuer }))
      await arrange(world, { quirks: { konnect: ['appends-well-known'] } })
      const create = (name: string) => portal.call('POST', '/applications', { json: { name } })
      const refused = await step('who appends the path asks at the wrong place', () => create('billing'))
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.not-an-issuer'])
      const asked = (await levers.exchanges({ server: 'mock-curity' })).map(({ request }) => request.url)
      assert.ok(asked.some((url) => url.includes('//.well-known') || url.includes('configuration/.well-known')))
      await arrange(world, {})
      assert.equal((await step('who reads it finds the metadata', () => create('invoices'))).status, 201)
    },
  })

/** What Konnect makes of an issuer and its metadata. */
export default [
  issuerForm(
    'issuer-double-slash-fetch',
    'an issuer with a trailing slash is asked at a path with two',
    'ghostfolio/ghostfolio#6413',
    '/',
  ),
  issuerForm(
    'issuer-is-full-wellknown-url',
    'a discovery URL as issuer gets the well-known path twice',
    'navikt/mock-oauth2-server#767',
    '/.well-known/openid-configuration',
  ),
  creationCase({
    id: 'registration-endpoint-guessed',
    title: 'a caller that derives the registration endpoint posts to a place that is none',
    sources: ['can1357/oh-my-pi#5267', 'oauth2-proxy/oauth2-proxy#3492'],
    wrong: { quirks: { konnect: ['guesses-registration-endpoint'] } },
    outcome: { status: 400, reason: 'konnect.dcr.registration-refused', clients: 0 },
  }),
  scenario({
    id: 'metadata-http-behind-tls',
    title: 'metadata behind a proxy names http, or the origin behind the proxy: Konnect reaches neither',
    refs: ['bug-catalogue metadata-http-behind-tls', 'OrchardCMS/OrchardCore#14874', 'vercel/mcp-handler#110'],
    tags: ['discovery', 'dcr', 'network', 'tls'],
    needs: ['levers'],
    given: { tls: {}, network: { 'konnect-curity': {} } },
    async run(world, step) {
      const { konnect, portal, network, addresses } = world
      const [provider] = await konnect.list('/v2/dcr-providers')
      const outside = new URL(String(provider?.issuer)).origin
      const inside = addresses.curity.url
      const refused = async (name: string, origin: string) => {
        const reply = await portal.call('POST', '/applications', { json: { name } })
        assert.deepEqual([reply.status, reply.reason], [400, 'konnect.dcr.issuer-unreachable'])
        assert.ok(reply.advice?.includes(origin), `${reply.advice} names ${origin}`)
        const { body } = await konnect.call('POST', `/v2/dcr-providers/${provider?.id}/verify`)
        assert.deepEqual(body, { status: 'failed', errors: ['Unable to create the DCR application'] })
        assert.equal(await registeredClients(world), 0)
      }
      const http = outside.replace('https:', 'http:')
      await arrange(world, { faults: { curity: [endpoint(`${http}/token-service/oauth-registration`)] } })
      await step('the endpoint is named with http, where TLS is spoken', () => refused('downgraded', http))

      await arrange(world, { behaviour: { konnect: { idpUnreachableHosts: [new URL(inside).host] } } })
      await network.edge('konnect-curity').change({ rewrite: 'nothing' })
      await step('the metadata names the origin behind the proxy', () => refused('inside', inside))

      await network.edge('konnect-curity').change({ rewrite: 'endpoints' })
      const made = await step('it names the outside', () => portal.createApplication({ name: 'billing' }))
      assert.equal(await registeredClients(world), 1)
      await step('the client works', () => world.curity.clientCredentials(made))
    },
  }),
  scenario({
    id: 'metadata-disabled-by-default',
    title: 'the RFC 8414 location answers 404 by default, while OpenID discovery works',
    refs: ['bug-catalogue metadata-disabled-by-default', 'Curity, token-service-admin-guide/metadata'],
    tags: ['discovery', 'misconfiguration'],
    needs: ['levers'],
    async run({ konnect, portal, addresses: { curity } }, step) {
      const [provider] = await konnect.list('/v2/dcr-providers')
      const create = async (issuer: string) => {
        await konnect.change(`/v2/dcr-providers/${provider?.id}`, { issuer })
        return portal.call('POST', '/applications', { json: { name: 'billing' } })
      }
      const path = curity.issuer.slice(curity.url.length)
      const refused = await step('a provider points at the RFC 8414 location', () =>
        create(`${curity.url}/.well-known/oauth-authorization-server${path}`),
      )
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.not-an-issuer'])
      assert.match(refused.advice ?? '', /oauth-authorization-server.*404/)
      const made = await step('it points at OpenID discovery', () => create(curity.issuer))
      assert.equal(made.status, 201)
    },
  }),
]
