import { basicAuthorization } from '../../kit/http-client.ts'
import type { Rig } from './rig.ts'

export const restconfPath = '/admin/api/restconf'
export const serverPath =
  'base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server'
export const clientsPath = `${serverPath}/client-store/config-backed`
export const administrator = basicAuthorization('admin', 'admin-password')

export interface AdminAnswer {
  status: number
  headers: Record<string, unknown>
  text: string
  body: unknown
  reason: string | undefined
}

/** Calls the admin API as its administrator: `path` below `…/data`, a body as `application/yang-data+json`. */
export async function restconf(
  { admin }: Rig,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<AdminAnswer> {
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
export async function call(
  { admin }: Pick<Rig, 'admin'>,
  method: string,
  url: string,
  { headers = {}, payload }: { headers?: Record<string, string>; payload?: string } = {},
): Promise<AdminAnswer> {
  const answer = await admin.inject({
    method: method as 'GET',
    url,
    headers: { 'x-harness-explain': '1', ...headers },
    ...(payload !== undefined && { payload }),
  })
  const reason = answer.headers['x-harness-reason']
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.payload,
    body: String(answer.headers['content-type']).includes('json') ? JSON.parse(answer.payload) : undefined,
    reason: reason === undefined ? undefined : String(reason),
  }
}
