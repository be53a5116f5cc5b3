import type { Fault, ServerName } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'

type PerServer<T> = Partial<Record<ServerName, T>>

/** What is wrong with a world, or right: by levers alone, so that one world shows both. */
export interface Arrangement {
  faults?: PerServer<readonly Fault[]>
  quirks?: PerServer<readonly string[]>
  behaviour?: PerServer<object>
}

/** Arms exactly these faults and turns on exactly these quirks; switches that are not named stay as they are. */
export async function arrange(
  { levers }: World,
  { faults = {}, quirks = {}, behaviour = {} }: Arrangement,
): Promise<void> {
  for (const server of levers.servers) {
    await levers.disarm(server)
    for (const fault of faults[server] ?? []) await levers.fault(server, fault)
    const on = quirks[server] ?? []
    const off = (await levers.quirks(server)).filter((quirk) => quirk.on && !on.includes(quirk.name))
    await levers.quirks(server, { on, off: off.map(({ name }) => name) })
    const switches = behaviour[server]
    if (switches) await levers.behave(server, switches)
  }
}

/** Takes a registered client away from Curity, as nobody did who tells Konnect. */
export async function withoutClient({ levers }: World, clientId: string): Promise<void> {
  const state = (await levers.state('curity', { secrets: true })) as CurityState
  const dynamic_clients = state.tables.dynamic_clients.filter((client) => client.id !== clientId)
  await levers.load('curity', { ...state, tables: { ...state.tables, dynamic_clients } })
}

/** Curity's state document, as far as it is looked at. */
interface CurityState {
  tables: { dynamic_clients: { id: string }[] }
}

/** How many clients Curity has that somebody registered. */
export async function registeredClients({ levers }: World): Promise<number> {
  const { tables } = (await levers.state('curity')) as CurityState
  return tables.dynamic_clients.length
}
