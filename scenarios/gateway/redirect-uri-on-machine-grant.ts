import type { Fault } from '../../harness/public.ts'
import { callCase } from '../steps/call-case.ts'

/** An identity provider that refuses what does not belong to the grant. */
const strict: Fault = {
  ...{ endpoint: 'token', kind: 'answer', status: 400, times: 'always' },
  ...{ requestBody: { grant_type: 'client_credentials', redirect_uri: '' } },
  body: { error: 'invalid_request', error_description: 'redirect_uri does not belong to this grant' },
}

export default callCase({
  id: 'redirect-uri-on-machine-grant',
  title: 'a release sends redirect_uri with client_credentials too, which a strict identity provider refuses',
  sources: ['Kong openid-connect changelog 3.14.0.7, 3.13.0.10, 3.12.0.11', 'gateway.md 1.3'],
  wrong: { faults: { curity: [strict] }, quirks: { gateway: ['redirect-uri-all-grants'] } },
  refused: [401, 'gateway.idp.refused'],
  right: {},
})
