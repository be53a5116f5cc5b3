import type { Given, PortalApplication, ServerName, World } from '../../harness/public.ts'

/** Something that lives for a while, by the clock of one server. */
export interface Lifetime {
  /** Whose clock decides. */
  server: ServerName
  seconds: number
  given?: Given
  /**
   * Begins one such life; `app` is registered. What it gives says whether that one still lives, and may end it by asking. It is told whether
   * it should: what ends a while after its time is waited for, what does not end cannot be.
   */
  begin(world: World, app: PortalApplication): Promise<(lives: boolean) => Promise<boolean>>
}

/** Whether `count` is what it was when `act` has been done: nothing was asked for anew. */
export async function asksNobody(count: () => Promise<number>, act: () => Promise<unknown>): Promise<boolean> {
  const before = await count()
  await act()
  return (await count()) === before
}
