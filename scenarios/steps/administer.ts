import { demo } from '../../harness/demo/names.ts'
import { expectStatus } from '../../harness/drivers/caller.ts'
import type { World } from '../../harness/world.ts'

/** The token profile, and its authorization server's section, as RESTCONF names them. */
export const profile = 'profiles/profile=token-service,oauth-service'
export const server = `${profile}/settings/authorization-server`

/**
 * Changes Curity's configuration as its administrator does, over RESTCONF: with effect at once.
 * @param method PUT replaces what is at `path`, PATCH merges into it, DELETE takes it away
 * @throws StepRefused
 */
export async function administer(
  { curity, addresses }: World,
  method: 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  value?: unknown,
): Promise<void> {
  const name = path.split('/').at(-1)?.split('=')[0] ?? ''
  const { username, password } = demo.administrator
  const reply = await curity.call(method, `${addresses.curity.admin}/admin/api/restconf/data/${path}`, {
    headers: {
      authorization: `Basic ${btoa(`${username}:${password}`)}`,
      'content-type': 'application/yang-data+json',
    },
    ...(value !== undefined && { text: JSON.stringify({ [name]: value }) }),
  })
  expectStatus(reply, reply.status === 201 ? 201 : 204)
}
