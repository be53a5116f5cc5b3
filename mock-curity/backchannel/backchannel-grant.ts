import { requireCapability } from '../client-authentication/capability.ts'
import { pollFor } from '../device/user-decision.ts'
import { invalidRequest } from '../errors.ts'
import { tokensForUser } from '../oidc/user-tokens.ts'
import { polling, token as reasons } from '../token-reasons.ts'
import type { Grant } from '../tokens/grant-request.ts'
import { backchannelTimes } from './backchannel-requests.ts'

/** CIBA Core §10.1: a client asks whether the user has decided, and gets tokens once. */
export const backchannelGrant: Grant = async ({ client, form, certificate }, services) => {
  const { configuration, clock, backchannelRequests } = services
  requireCapability(client, 'backchannel-authentication', 'token', configuration.service)
  if (!form.auth_req_id) throw invalidRequest('auth_req_id is missing', reasons.noAuthReqId())
  const { interval } = backchannelTimes
  const asked = { id: form.auth_req_id, clientId: client.id, interval, clock, reasons: polling('backchannel') }
  const { username, scope } = await pollFor(backchannelRequests, asked)
  return tokensForUser({ client, username, scope, certificate }, services)
}
