import { expect } from 'vitest'
import type { World } from '../../harness/world.ts'
import { evil, type PageSet, routesBelow, visitsNamed } from './page-set.ts'
import { personAt } from './person.ts'

const profile = '/admin/profiles/:profile'

/** The pages of Curity's admin UI, with a change of everything that waits for its commit. */
export async function curityPages({ addresses, portal }: World): Promise<PageSet> {
  const { url, admin } = addresses.curity
  const person = personAt(String(admin))
  const credentials = { username: 'admin', password: 'admin-password' }
  expect((await person.post('/admin/sign-in', credentials)).status).toBe(303)
  const here = '/admin/profiles/token-service'
  const client = { id: 'evil', 'client-name': evil, description: evil, capabilities: 'client-credentials' }
  expect((await person.post(`${here}/clients/new`, { ...client, 'no-authentication': 'secret' })).status).toBe(201)
  const issuer = { id: 'second', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' }
  expect((await person.post(`${here}/token-issuers/new`, issuer)).status).toBe(303)
  await portal.createApplication({ name: evil })
  const visit = visitsNamed('curity')
  const page = (name: string, route: string, path: string) => visit(name, `${profile}/${route}`, `${here}/${path}`)
  return {
    name: 'curity',
    person,
    ...(await routesBelow(url, /^\/admin(\/(?!api)|$)/)),
    visits: [
      visit('sign-in', '/admin/sign-in', '/admin/sign-in', { stranger: true }),
      visit('not-found', '/admin/*', '/admin/nowhere', { status: 404 }),
      visit('profiles', '/admin/profiles'),
      page('general', 'general', 'general'),
      page('registration', 'general/dynamic-registration', 'general/dynamic-registration'),
      page('wizard', 'general/dynamic-registration/enable', 'general/dynamic-registration/enable'),
      page('endpoints', 'endpoints', 'endpoints'),
      page('endpoint', 'endpoints/:endpoint', 'endpoints/token-service-token'),
      page('scopes', 'scopes', 'scopes'),
      page('scope', 'scopes/:scope', 'scopes/openid'),
      page('clients', 'clients', 'clients'),
      page('client', 'clients/:client', 'clients/evil'),
      page('new-client', 'clients/new', 'clients/new'),
      page('token-issuers', 'token-issuers', 'token-issuers'),
      page('new-token-issuer', 'token-issuers/new', 'token-issuers/new'),
      page('token-issuer', 'token-issuers/:id/:issuerType/:purposeType', 'token-issuers/second/jwt/userinfo'),
      visit('system', '/admin/system'),
      visit('admin-service', '/admin/system/admin-service'),
      visit('changes', '/admin/changes'),
    ],
  }
}
