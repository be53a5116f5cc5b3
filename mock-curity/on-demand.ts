import { backchannelEndpoint } from './backchannel/backchannel-routes.ts'
import { deviceEndpoint } from './device/device-routes.ts'
import type { Served } from './endpoints.ts'
import { clientGraphqlEndpoint } from './graphql/client-graphql-routes.ts'
import { introspectionEndpoint } from './introspection/introspection-routes.ts'
import { revocationEndpoint } from './introspection/revocation-routes.ts'
import { userinfoEndpoint } from './introspection/userinfo-routes.ts'
import { authorizeEndpoint } from './oidc/authorize-routes.ts'
import { sessionEndpoint } from './oidc/session-routes.ts'

export { pageAssets } from '../kit/pages/assets.ts'
export { webfinger } from './metadata/webfinger-routes.ts'
export { signIn } from './sign-in/sign-in-routes.ts'

/** What many a flow does without: loaded with the first request for any of it. */
export const onDemandServed: Served = {
  'oauth-authorize': [authorizeEndpoint],
  'oauth-introspect': [introspectionEndpoint],
  'oauth-revoke': [revocationEndpoint],
  'oauth-userinfo': [userinfoEndpoint],
  'oauth-session': [sessionEndpoint],
  'oauth-device-authorization': [deviceEndpoint],
  'oauth-backchannel-authentication': [backchannelEndpoint],
  'oauth-client-graphql-api': [clientGraphqlEndpoint],
}
