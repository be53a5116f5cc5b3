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

/** How many clients Curity has that somebody registered. */
export async function registeredClients({ levers }: World): Promise<number> {
  const { tables } = (await levers.state('curity')) as { tables: { dynamic_clients: unknown[] } } // Curity's state document
  return tables.dynamic_clients.length
}
