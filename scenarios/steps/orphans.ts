import type { World } from '../../harness/world.ts'

/** A half that Konnect's state lists: a client without an application, or the other way round. */
export interface ListedOrphan {
  client_id: string | null
  certainty: string
  reason: { code: string } | null
}

/** What Konnect knows to have stayed at identity providers. */
export async function orphansIn({ levers }: World): Promise<ListedOrphan[]> {
  const { tables } = (await levers.state('konnect')) as { tables: { orphans: ListedOrphan[] } }
  return tables.orphans
}
