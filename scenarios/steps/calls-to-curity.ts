import type { ServerName } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'

/** What one of Curity's endpoints was asked so far, oldest first; `path` is how its route ends. */
export async function callsToCurity({ levers }: World, path: string) {
  const calls = await levers.exchanges({ server: 'mock-curity' })
  return calls.filter(({ route }) => route.endsWith(path))
}

/** How often the gateway discovered. */
export async function discoveriesOfGateway(world: World): Promise<number> {
  const all = await callsToCurity(world, '/.well-known/openid-configuration')
  return all.filter(({ request }) => String(request.headers['user-agent']).startsWith('kong')).length
}

/** Lets time pass for some servers, or for all. */
export async function later({ levers }: World, seconds: number, ...servers: readonly ServerName[]): Promise<void> {
  if (servers.length === 0) await levers.advance(seconds * 1000)
  for (const server of servers) await levers.advance(seconds * 1000, server)
}
