import type { JWTPayload } from 'jose'
import type { Given, PortalApplication, Reply, World } from '../../harness/public.ts'
import { claimsOf } from '../../scenarios/steps/signed-token.ts'

/** What a quirk makes of one thing that can be seen from outside. */
export interface QuirkRow {
  given?: Given
  /**
   * What a caller, an operator or a developer sees. Asked with and without the quirk, each time of servers as they start; `app` is registered,
   * and was before the quirk came.
   */
  sees(world: World, app: PortalApplication): Promise<unknown>
  without: unknown
  with: unknown
}

/** A refusal by its reason, anything else by its status. */
export const said = ({ status, reason }: Reply): string | number => reason ?? status

/** What a call with the application's own pair is answered. */
export const byBasic = async ({ gateway }: World, app: PortalApplication): Promise<string | number> =>
  said(await gateway.get('/orders', { basic: app }))

/** What a call with a token is answered. */
export const byBearer = async ({ gateway }: World, bearer: string): Promise<string | number> =>
  said(await gateway.get('/orders', { bearer }))

/** A token that Curity issues to the application. */
export const tokenOf = async ({ curity }: World, app: PortalApplication): Promise<string> =>
  (await curity.clientCredentials(app)).access_token

/** The claims of such a token, where it is a JWT. */
export const claimsFor = async (world: World, app: PortalApplication): Promise<JWTPayload> =>
  claimsOf(await tokenOf(world, app))

/** What a developer is answered who creates one more application. */
export const creates = async ({ portal }: World, name = 'one more'): Promise<string | number> =>
  said(await portal.call('POST', '/applications', { json: { name } }))

/** The last body that one of Curity's routes was sent. */
export async function lastBody({ levers }: World, path: string): Promise<string> {
  const calls = (await levers.exchanges({ server: 'mock-curity' })).filter(({ route }) => route.endsWith(path))
  return calls.at(-1)?.request.body ?? ''
}
