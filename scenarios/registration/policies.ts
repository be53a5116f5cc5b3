import { creationCase } from '../steps/creation-case.ts'

const refused = { status: 400, reason: 'konnect.dcr.registration-refused', clients: 0 }
/** A refusal of the registration endpoint, as the identity providers of the reports word it. */
const refusal = (status: number, error: string, error_description: string, more: object = {}) => ({
  curity: [{ endpoint: 'register', kind: 'answer' as const, status, body: { error, error_description }, ...more }],
})

/** What identity providers demand of a registration, and Konnect does not send. */
export default [
  creationCase({
    id: 'scope-omitted-refused',
    title: 'a registration without scope is refused as asking for unsupported ones',
    sources: ['dozigden/boardoil#11'],
    wrong: { quirks: { curity: ['scope-required'] }, behaviour: { konnect: { registrationSendsScope: false } } },
    outcome: refused,
  }),
  creationCase({
    id: 'redirect-uri-demanded-of-machine-client',
    title: 'redirect_uris are demanded of a client that only does client_credentials',
    sources: ['gravitee-io/issues#2297', 'Abblix/Oidc.Server#280'],
    wrong: { quirks: { curity: ['redirect-uri-required'] } },
    outcome: refused,
  }),
  creationCase({
    id: 'client-name-required',
    title: 'a registration without client_name is refused where it is required',
    sources: ['outline/outline#12833', 'Flagsmith v2.257.1'],
    wrong: { quirks: { curity: ['client-name-required'], konnect: ['omits-client-name'] } },
    outcome: refused,
    right: { quirks: { curity: ['client-name-required'] } },
  }),
  creationCase({
    id: 'unknown-metadata-refused',
    title: 'a strict identity provider refuses members that it does not know',
    sources: ['qauth-labs/qauth#157', 'RFC 7591 2'],
    given: { curity: { behaviour: { unknownMembers: 'rejected' } } },
    wrong: { quirks: { konnect: ['sends-portal-members'] } },
    outcome: refused,
    right: { quirks: { konnect: ['sends-portal-members'] }, behaviour: { curity: { unknownMembers: 'dropped' } } },
  }),
  creationCase({
    id: 'portal-adds-fields-bridge-strict',
    title: 'the portal starts to send more members, and a strict receiver halts every creation',
    sources: ['Kong/konnect-portal-dcr-handler commits #32, #35'],
    given: { curity: { behaviour: { unknownMembers: 'rejected' } } },
    wrong: { quirks: { konnect: ['sends-portal-members'] } },
    outcome: refused,
  }),
  creationCase({
    id: 'unknown-scope-403',
    title: 'a scope that does not exist is answered with 403 by a registration policy',
    sources: ['keycloak/keycloak#7339'],
    given: { strategy: { scopes: ['no:such:scope'] } },
    wrong: { quirks: { curity: ['unknown-scope-403'] } },
    outcome: refused,
    right: { behaviour: { curity: { registrationScopeOutside: 'drop' } } },
  }),
  creationCase({
    id: 'caller-host-not-trusted',
    title:
      'a host policy refuses registrations that come from another address than before; its words are passed on, and a verification tells beforehand',
    sources: ['lukevella/rallly#1077', 'keycloak trusted-hosts policy'],
    given: { network: { 'konnect-curity': { from: '127.0.0.9' } } },
    wrong: {
      faults: refusal(403, 'insufficient_scope', "Policy 'Trusted Hosts' rejected request", {
        address: '127.0.0.9',
        times: 'always' as const,
      }),
    },
    outcome: refused,
    says: /Trusted Hosts/,
    verified: true,
  }),
  creationCase({
    id: 'initial-token-format-not-understood',
    title:
      'a valid initial token that the registration endpoint does not understand is refused, and its words are passed on',
    sources: ['keycloak/keycloak#36926'],
    wrong: { faults: refusal(403, 'insufficient_scope', 'Forbidden', { times: 'always' }) },
    outcome: refused,
    says: /403.*insufficient_scope/,
    verified: true,
  }),
  creationCase({
    id: 'idp-own-dcr-switch-conflicts',
    title:
      'the identity provider’s own open registration refuses the managed path, which a verification tells beforehand',
    sources: ['Kong/docs.konghq.com#5005'],
    wrong: { faults: refusal(400, 'invalid_request', 'Dynamic registration is open', { times: 'always' }) },
    outcome: refused,
    says: /Dynamic registration is open/,
    verified: true,
  }),
  creationCase({
    id: 'initial-token-lacks-dcr-scope',
    title: 'an initial token that was asked for without scope dcr registers nobody',
    sources: ['Curity, Using Dynamic Client Registration'],
    wrong: { quirks: { konnect: ['asks-for-no-scope'] } },
    outcome: { ...refused, reason: 'konnect.dcr.scope-refused' },
  }),
]
