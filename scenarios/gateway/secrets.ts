import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callCase } from '../steps/call-case.ts'

const punctuated = { curity: { quirks: ['punctuated-secrets'] } }

/** A Basic header whose parts have every character percent-encoded: another library's idea of RFC 6749 section 2.3.1. */
function allEncoded({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Record<string, string> {
  const encode = (text: string) =>
    Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  const pair = `${encode(clientId)}:${encode(clientSecret)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** What secrets are made of, and how they get into a Basic header. */
export default [
  callCase({
    id: 'secret-empty',
    title: 'a gateway that wants something behind the colon refuses a client whose secret is empty',
    sources: ['Kong/kong#3286'],
    calls: ({ clientId }) => ({ basic: { clientId, clientSecret: '' } }),
    wrong: { quirks: { curity: ['secret-unchecked'], gateway: ['basic-needs-password'] } },
    refused: [401, 'gateway.basic.no-colon'],
    right: { quirks: { curity: ['secret-unchecked'] } },
  }),
  callCase({
    id: 'secret-encoded-but-server-raw',
    title: 'an identity provider that compares what was sent refuses a client that encodes as the standard has it',
    sources: ['jumbojett/OpenID-Connect-PHP#209', 'DuendeArchive/IdentityServer4#2039', 'panva/oauth4webapi#54'],
    given: punctuated,
    calls: (app) => ({ basic: app, basicForm: 'form-encoded' }),
    wrong: { quirks: { curity: ['punctuated-secrets', 'basic-read-raw'] } },
    refused: [401, 'gateway.basic.wrong-secret'],
  }),
  callCase({
    id: 'secret-unreserved-punctuation',
    title: 'libraries encode different punctuation; an identity provider that compares encoded forms refuses some',
    sources: ['panva/oauth4webapi changelog', 'konnect-portal-dcr-handler specification'],
    given: punctuated,
    calls: (app) => ({ headers: allEncoded(app) }),
    wrong: { quirks: { curity: ['punctuated-secrets', 'basic-compares-encoded'] } },
    refused: [401, 'gateway.basic.wrong-secret'],
  }),
  scenario({
    id: 'secret-needs-form-encoding',
    title: 'a secret with + and % works in the form and fails in a Basic header that is not form-encoded',
    refs: [
      'bug-catalogue secret-needs-form-encoding',
      ...['openid/AppAuth-iOS#233', 'SalesforceCommerceCloud/b2c-developer-tooling#551', 'RFC 6749 section 2.3.1'],
    ],
    tags: ['gateway', 'credentials'],
    needs: ['levers'],
    given: punctuated,
    async run(world, step) {
      const { curity, gateway } = world
      const app = await registeredApplication(world, step)
      const form = { grant_type: 'client_credentials', client_id: app.clientId, client_secret: app.clientSecret }
      const inBody = await step('in the form the secret is right', () => curity.requestToken(form))
      assert.equal(inBody.status, 200)
      const plain = await step('in the header it is not', () => gateway.get('/orders', { basic: app }))
      assert.deepEqual([plain.status, plain.reason], [401, 'gateway.basic.wrong-secret'])
      const encoded = await step('encoded it is', () =>
        gateway.get('/orders', { basic: app, basicForm: 'form-encoded' }),
      )
      assert.equal(encoded.status, 200)
      await arrange(world, { quirks: { curity: ['basic-read-raw'] } })
      const raw = await step('one that reads it raw takes it too', () => gateway.get('/orders', { basic: app }))
      assert.equal(raw.status, 200)
    },
  }),
]
