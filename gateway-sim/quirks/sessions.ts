import type { Quirk } from './hook-points.ts'

/** How sessions are written and ended. */
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
]
