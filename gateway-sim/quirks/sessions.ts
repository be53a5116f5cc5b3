import type { Quirk } from './hook-points.ts'

/** How sessions are written and ended, and where refused callers are sent. */
export const sessionQuirks: readonly Quirk[] = [
  {
    name: 'httponly-stuck',
    does: 'marks session cookies HttpOnly although session_cookie_http_only is false',
    source: 'Kong openid-connect changelog 3.2.1.0',
    fixedIn: ['3.2.1.0'],
    hooks: {
      cookieAttributes: (own, attributes) =>
        attributes.includes('HttpOnly') ? own(attributes) : own(`${attributes}; HttpOnly`),
    },
  },
  {
    name: 'logout-raw-uri',
    does: 'compares logout_uri_suffix with the path and its query, so that a query hides the logout',
    source: 'Kong openid-connect changelog 3.6.0.0, 3.5.0.2',
    fixedIn: ['3.5.0.2', '3.6.0.0'],
    hooks: {
      logoutPath: (_own, { sentPath, query }) => sentPath + query,
    },
  },
  {
    name: 'logout-no-client-id',
    does: 'sends a caller to the end of the session at the identity provider without client_id',
    source: 'Kong openid-connect changelog 3.11.0.0, 3.10.0.7',
    fixedIn: ['3.10.0.7', '3.11.0.0'],
    hooks: {
      logoutArguments: (own, args) => own(args).filter(([name]) => name !== 'client_id'),
    },
  },
  {
    name: 'revokes-refresh',
    does: 'revokes the refresh token at a logout where the access token is meant',
    source: 'Kong openid-connect changelog 3.5.0.0, 3.4.1.0',
    fixedIn: ['3.4.1.0', '3.5.0.0'],
    hooks: {
      revoked: (own, token, logout) =>
        own(token, { ...logout, revokesAccessToken: false, revokesRefreshToken: logout.revokesAccessToken }),
    },
  },
  {
    name: '403-as-401',
    does: 'sends a caller that is forbidden to unauthorized_redirect_uri',
    source: 'Kong openid-connect changelog 3.10.0.0',
    fixedIn: ['3.10.0.0'],
    hooks: {
      refusalRedirect: (own, kind, redirects) => own(kind === 'forbidden' ? 'refused' : kind, redirects),
    },
  },
]
