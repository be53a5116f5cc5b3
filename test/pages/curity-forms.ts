import type { FormCase } from './form-case.ts'

/** The admin UI says so on a page of its own. */
const nothingThere = { '': 'The requested page was not found.' }
const notInteger = 'must be integer'
const tooShort = 'must not have fewer than 1 characters'

/** Every form of Curity's admin UI. */
export function curityForms(): FormCase[] {
  const profile = '/admin/profiles/:profile'
  const here = '/admin/profiles/token-service'
  const registration = 'general/dynamic-registration'
  const changes = '/admin/changes'
  const at = (route: string, path: string, typed: FormCase['typed'], refused: FormCase['refused']): FormCase => ({
    ...{ route: `${profile}/${route}`, path: `${here}/${path}`, typed },
    ...(refused && { refused }),
  })
  const button = (route: string, page: string, name: string): FormCase => ({
    ...at(`${route}/${name}`, `${page}/${name}`, {}, nothingThere),
    page: `${here}/${page}`,
  })
  return [
    {
      ...{ route: '/admin/sign-in', path: '/admin/sign-in', typed: { username: 'ann', password: 'wrong' } },
      ...{ secrets: ['password'], stranger: true },
      refused: { '': 'these are not the name and password of one of the admin-users' },
    },
    { route: '/admin/sign-out', path: '/admin/sign-out', typed: {}, why: 'it always ends', stranger: true },
    at(
      'clients/new',
      'clients/new',
      { id: '', 'client-name': 'mine', 'access-token-ttl': 'soon', 'redirect-uris': 'https://app.example/cb' },
      { id: tooShort, 'access-token-ttl': notInteger },
    ),
    at(
      'clients/:client',
      'clients/evil',
      { 'client-name': 'mine', 'access-token-ttl': 'soon' },
      { 'access-token-ttl': notInteger },
    ),
    ...['enabled', 'secret', 'delete'].map((name) => button('clients/:client', 'clients/nobody', name)),
    at(
      'endpoints/:endpoint',
      'endpoints/token-service-token',
      { uri: 'no path' },
      { uri: 'must match pattern "^/[^?#:*]*[^/?#:*]$"' },
    ),
    at(
      `${registration}/enable`,
      `${registration}/enable`,
      { step: 'Registration' },
      { kinds: 'choose Templatized, Non-Templatized, or both' },
    ),
    {
      ...at(
        `${registration}/non-templatized`,
        `${registration}/non-templatized`,
        { 'authenticate-client-by': 'nobody', 'all-scopes': 'true', 'no-authentication': 'true' },
        { 'authenticate-client-by': '"nobody" names nothing (there are: konnect-dcr, gateway-introspect, evil)' },
      ),
      ...{ page: `${here}/${registration}`, unshown: ['authenticate-client-by'] },
    },
    at('scopes', 'scopes', { id: 'read', 'time-to-live': 'soon' }, { 'time-to-live': notInteger }),
    at('scopes/:scope', 'scopes/openid', { 'time-to-live': 'soon' }, { 'time-to-live': notInteger }),
    button('scopes/:scope', 'scopes/nobody', 'delete'),
    {
      ...at('token-issuers', 'token-issuers', { 'access-token-as-jwt': 'true' }, undefined),
      why: 'a box is ticked or not',
    },
    at(
      'token-issuers/:id/:issuerType/:purposeType',
      'token-issuers/second/jwt/userinfo',
      { 'signing-key-id': 'nobody', 'verification-keystore-id': 'x' },
      { 'signing-key-id': '"nobody" names nothing (there are: default-signing-key)' },
    ),
    button('token-issuers/:id/:issuerType/:purposeType', 'token-issuers/nobody/jwt/userinfo', 'delete'),
    at(
      'token-issuers/new',
      'token-issuers/new',
      { id: '', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' },
      { id: tooShort },
    ),
    {
      ...{ route: `${profile}/${registration}/disable`, path: `${here}/${registration}/disable`, typed: {} },
      ...{ page: `${here}/${registration}`, why: 'it is staged, and may be staged again' },
    },
    { route: `${changes}/commit`, path: `${changes}/commit`, page: changes, typed: {}, why: 'each change was judged' },
    {
      route: `${changes}/discard`,
      path: `${changes}/discard`,
      page: changes,
      typed: {},
      why: 'what waits is forgotten',
    },
  ]
}
