import type { Fault } from '../../harness/public.ts'
import { creationCase } from '../steps/creation-case.ts'

/** Curity's answer to a registration, changed for every call. */
const answer = (change: object): Fault => ({ endpoint: 'register', kind: 'patch', times: 'always', ...change }) as Fault // as written here

const patched = (patch: object) => ({ curity: [answer({ patch })] })
const strict = { konnect: ['strict-registration-answer'] }
const lost = { status: 400, reason: 'konnect.dcr.answer-unusable', clients: 1 }

/** What identity providers answer to a registration, and readers that take it too literally: the client is made and then lost. */
export default [
  creationCase({
    id: 'create-answers-200',
    title: 'an identity provider that answers 200 to a registration is refused by who takes only 201',
    sources: ['GluuFederation/oxAuth#1780'],
    given: { curity: { behaviour: { registrationStatus: 200 } } },
    wrong: { quirks: { konnect: ['only-201'] } },
    outcome: lost,
  }),
  creationCase({
    id: 'secret-without-expiry-member',
    title: 'a registration answer without client_secret_expires_at is refused by a strict reader',
    sources: ['cloudflare/workers-oauth-provider#163', 'indigo-iam/iam#1147'],
    wrong: { faults: patched({ remove: ['client_secret_expires_at'] }), quirks: strict },
    outcome: lost,
    right: { faults: patched({ remove: ['client_secret_expires_at'] }) },
  }),
  creationCase({
    id: 'optional-members-null',
    title: 'members that are null are refused by a strict reader, and absent to a good one',
    sources: ['huggingface/chat-ui#2467', 'modelcontextprotocol/python-sdk#3181'],
    wrong: { faults: patched({ null: ['logo_uri', 'tos_uri', 'redirect_uris'] }), quirks: strict },
    outcome: lost,
    right: { faults: patched({ null: ['logo_uri', 'tos_uri', 'redirect_uris'] }) },
  }),
  creationCase({
    id: 'response-enum-outside-set',
    title: 'a value outside the caller’s enum loses the client, and each retry leaves another',
    sources: ['modelcontextprotocol/python-sdk#3181'],
    wrong: {
      faults: patched({ set: { application_type: 'service' } }),
      quirks: strict,
      behaviour: { konnect: { idpRetries: 3 } },
    },
    outcome: { ...lost, clients: 4 },
    right: { faults: patched({ set: { application_type: 'service' } }) },
  }),
  creationCase({
    id: 'times-as-iso-strings',
    title: 'times as ISO strings are refused by a reader that knows numbers',
    sources: ['Kong/konnect-portal-dcr-handler openapi'],
    wrong: { faults: patched({ retype: { client_id_issued_at: 'iso-time' } }), quirks: strict },
    outcome: lost,
    right: { faults: patched({ retype: { client_id_issued_at: 'iso-time' } }) },
  }),
  creationCase({
    id: 'success-body-not-json',
    title: 'a login page in place of the registration answer creates nothing',
    sources: ['tavily-ai/tavily-cli#15'],
    wrong: {
      faults: {
        curity: [
          {
            endpoint: 'register',
            kind: 'answer',
            status: 200,
            headers: { 'content-type': 'text/html' },
            body: '<!doctype html><title>Sign in</title>',
          },
        ],
      },
    },
    outcome: { ...lost, clients: 0 },
  }),
  creationCase({
    id: 'minimal-echo',
    title: 'an answer with nothing but an id cannot be used; with id and secret it can',
    sources: ['matrix-org/matrix-authentication-service#2848'],
    wrong: { faults: patched({ remove: ['client_secret', 'registration_access_token', 'registration_client_uri'] }) },
    outcome: lost,
    right: { faults: patched({ remove: ['scope', 'grant_types', 'client_name', 'token_endpoint_auth_method'] }) },
  }),
  creationCase({
    id: 'retry-after-lost-response',
    title:
      'the answer is lost after the client was made, and a retry makes a second one; the first is listed as an orphan',
    sources: ['Automattic/mcp-wordpress-remote v0.3.5', 'modelcontextprotocol/python-sdk#3181'],
    wrong: {
      faults: { curity: [{ endpoint: 'register', kind: 'hang-up', commit: true }] },
      behaviour: { konnect: { idpRetries: 1 } },
    },
    outcome: { status: 201, clients: 2 },
    orphans: 1,
    right: { behaviour: { konnect: { idpRetries: 0 } } },
  }),
]
