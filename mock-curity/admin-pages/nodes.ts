import type { Administration } from './administration.ts'

/** A service role: the nodes that have it serve the endpoints that it lists (`curity.md` 1.2). */
export interface NodeView {
  id: string
  endpoints?: readonly string[]
}

const services = 'base:environments/environment/services'

/** The nodes there are. @throws ApiRefusal */
export async function nodesOf(api: Administration): Promise<readonly NodeView[]> {
  const read = (await api.read(services)) as { 'service-role'?: NodeView[] } | undefined // the container, as RESTCONF has it
  return read?.['service-role'] ?? []
}

/** Where the endpoints of a node stand for RESTCONF. */
export const nodeEndpointsPath = (id: string): string => `${services}/service-role=${encodeURIComponent(id)}/endpoints`
