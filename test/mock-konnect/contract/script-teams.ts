import { type Call, call, type Known, type Reading, twice } from './call.ts'

/** Teams of a portal: who is in them, and what they may do. */
export function teamsOf(version: 'v2' | 'v3', at: Known): readonly Call[] {
  const teams = `/${version}/portals/{portalId}/teams`
  const team = `${teams}/{teamId}`
  const role = ({ known }: Reading) => ({
    ...{ role_name: 'API Viewer', entity_type_name: 'Services', entity_region: 'us' },
    entity_id: known.api,
  })
  return [
    call(`POST ${teams}`, { at, body: { name: 'blue', description: 'Blue team' }, keep: { teamId: 'id' } }),
    call(`GET ${teams}`, { at }),
    call(`GET ${team}`, { at }),
    call(`PATCH ${team}`, { at, body: { name: 'green' } }),
    call(`POST ${team}/developers`, {
      at,
      body: ({ known }: Reading) => ({ id: known[at.developerId ?? ''] }),
      refused: twice,
    }),
    call(`GET ${team}/developers`, { at }),
    call(`GET /${version}/portals/{portalId}/developers/{developerId}/teams`, { at }),
    call(`DELETE ${team}/developers/{developerId}`, { at }),
    call(`GET /${version}/portal-roles`),
    call(`POST ${team}/assigned-roles`, { at, body: role, keep: { roleId: 'id' }, refused: twice }),
    call(`GET ${team}/assigned-roles`, { at }),
    call(`DELETE ${team}/assigned-roles/{roleId}`, { at }),
    call(`DELETE ${team}`, { at }),
  ]
}

/** How developers sign in at a portal (`konnect.md` 4.3). */
export function signInOf(version: 'v2' | 'v3', at: Known): readonly Call[] {
  const settings = `/${version}/portals/{portalId}/authentication-settings`
  const oidc = { oidc_issuer: 'https://idp.example', oidc_client_id: 'portal', oidc_client_secret: 'portal-secret' }
  return [
    call(`GET ${settings}`, { at }),
    call(`PATCH ${settings}`, { at, body: { oidc_auth_enabled: true, ...oidc } }),
  ]
}
