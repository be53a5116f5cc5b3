import type { CallApi } from '../../kit/pages/own-api.ts'

/** A dynamic client, as far as the pages show it. */
export interface RegisteredView {
  id: string
  /** Epoch seconds. */
  created: number
  status: string
  initialClient: string | null
  instanceOf?: string
  metadata: { client_name?: string }
}

/**
 * The dynamic clients, newest first. RESTCONF does not have them (`curity.md` 7.4), and the GraphQL API that does has to be deployed
 * and asks for a token of its own; the levers have them in any case.
 * @param call the runtime node
 */
export async function registeredClients(call: CallApi): Promise<RegisteredView[]> {
  const { body } = await call('GET', '/_mock/state')
  const { tables } = body as { tables?: { dynamic_clients?: RegisteredView[] } } // a state document
  return (tables?.dynamic_clients ?? []).toSorted((a, b) => b.created - a.created)
}
