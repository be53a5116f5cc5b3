import { basicAuthorization } from '../../kit/http-client.ts'
import { type Answer, injected, type Rig } from './rig.ts'

export const restconfPath = '/admin/api/restconf'
export const serverPath =
  'base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server'
export const clientsPath = `${serverPath}/client-store/config-backed`
export const administrator = basicAuthorization('admin', 'admin-password')

/** Calls the admin API as its administrator: `path` below `…/data`, a body as `application/yang-data+json`. */
export async function restconf(
  { admin }: Rig,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call({ admin }, method, `${restconfPath}/data/${path}`, {
    headers: {
      authorization: administrator,
      ...(body !== undefined && { 'content-type': 'application/yang-data+json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** Any call to the admin port. */
export const call = (
  { admin }: Pick<Rig, 'admin'>,
  method: string,
  url: string,
  request?: { headers?: Record<string, string>; payload?: string },
): Promise<Answer> => injected(admin, method, url, request)
