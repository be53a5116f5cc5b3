import { type HttpAnswer, parseJson } from '../../kit/http-client.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { answerUnusable } from '../dcr/reasons.ts'
import type { Quirk } from './hook-points.ts'

/** The quirks that come with Konnect: public bug reports about products that play its part. Loaded when somebody asks for one. */
export const knownQuirks: readonly Quirk[] = [
  {
    name: 'no-idp-delete',
    does: 'deletes an application without deleting its client at the identity provider',
    source: 'gravitee-io/issues#2369; wso2/product-apim#11085',
    hooks: { removeClient: async () => undefined },
  },
  {
    name: 'stale-mapping',
    does: 'remembers an application and its client after both were deleted, and makes no second one of that name',
    source: 'wso2/api-manager#3594',
    hooks: {
      async removeClient(own, provider, client) {
        return (await own(provider, client)) ?? mappingStays()
      },
      mayRegister(own, wanted, left) {
        own(wanted, left)
        const stale = left.some(
          ({ client_name, reason }) => client_name === wanted.name && reason?.code === staleMapping,
        )
        if (stale)
          throw new DcrFailure({
            code: staleMapping,
            advice: 'partially created keys are in the way; the quirk stale-mapping keeps them',
          })
      },
    },
  },
  {
    name: 'appends-well-known',
    does: 'appends the well-known path to whatever the issuer is, with a slash between',
    source: 'ghostfolio/ghostfolio#6413; navikt/mock-oauth2-server#767',
    hooks: { discoveryUrl: (_own, issuer) => `${issuer}/.well-known/openid-configuration` },
  },
  {
    name: 'guesses-registration-endpoint',
    does: 'registers at /register beside the token endpoint, whatever the metadata says',
    source: 'can1357/oh-my-pi#5267; oauth2-proxy/oauth2-proxy#3492',
    hooks: {
      discovered(own, metadata) {
        const { tokenEndpoint, ...rest } = own(metadata)
        return { ...rest, tokenEndpoint, registrationEndpoint: new URL('register', tokenEndpoint).href }
      },
    },
  },
  {
    name: 'strict-registration-answer',
    does: 'takes no registration answer with null members, without client_secret_expires_at, with other than numbers for times, or of an unknown application_type',
    source: 'modelcontextprotocol/python-sdk#3181; huggingface/chat-ui#2467; cloudflare/workers-oauth-provider#163',
    hooks: {
      registrationAnswer(own, answer) {
        const wrong = strictlyWrong(answer)
        if (wrong) throw new DcrFailure(answerUnusable(wrong), { left: 'unknown' })
        return own(answer)
      },
    },
  },
  {
    name: 'only-201',
    does: 'takes only 201 for a registration that worked',
    source: 'GluuFederation/oxAuth#1780, #312',
    hooks: {
      registrationAnswer(own, answer) {
        if (answer.status !== 201)
          throw new DcrFailure(answerUnusable(`it answered ${answer.status}`), { left: 'unknown' })
        return own(answer)
      },
    },
  },
  {
    name: 'asks-for-no-scope',
    does: 'asks for the initial token without scope dcr',
    source: 'Curity, Using Dynamic Client Registration (warning)',
    hooks: {
      idpCall: (own, call) =>
        own({ ...call, ...(call.body && { body: String(call.body).replace(/&?scope=dcr\b/, '') }) }),
    },
  },
  {
    name: 'keeps-initial-token',
    does: 'registers with the initial token of an earlier registration as long as it lives',
    source: 'Curity, Using Dynamic Client Registration (an initial token is used once)',
    hooks: { initialTokenSeconds: (_own, expiresIn) => expiresIn },
  },
  {
    name: 'sends-portal-members',
    does: 'sends ids of portal, developer and strategy with a registration',
    source: 'Kong/konnect-portal-dcr-handler commits #32, #35; qauth-labs/qauth#157',
    hooks: {
      registrationRequest: (own, wanted) => ({
        ...own(wanted),
        portal_id: wanted.belongsTo.portal,
        developer_id: wanted.belongsTo.developer,
        auth_strategy_id: wanted.belongsTo.strategy,
      }),
    },
  },
  {
    name: 'omits-client-name',
    does: 'sends no client_name with a registration',
    source: 'outline/outline#12833',
    hooks: {
      registrationRequest: (own, wanted) => ({ ...own(wanted), client_name: undefined }),
    },
  },
]

const staleMapping = 'konnect.dcr.stale-mapping'
const mappingStays = () => ({
  code: staleMapping,
  advice: 'both are deleted, and the quirk stale-mapping remembers them',
})

/** What a reader objects to that takes RFC 7591 by the letter; undefined for nothing. */
function strictlyWrong({ text }: HttpAnswer): string | undefined {
  const members = parseJson(text)
  if (typeof members !== 'object' || members === null) return undefined
  const entries = Object.entries(members)
  const empty = entries.find(([, value]) => value === null)
  if (empty) return `its member ${empty[0]} is null`
  const { client_secret_expires_at: expires, application_type: type = 'web' } = Object.fromEntries(entries)
  if (expires === undefined) return 'it has no client_secret_expires_at'
  const time = entries.find(([name, value]) => name.endsWith('_at') && typeof value !== 'number')
  if (time) return `its member ${time[0]} is no number`
  return type === 'web' || type === 'native' ? undefined : `its application_type is ${type}`
}
