import { Complaints } from '../kit/complaints.ts'
import { nearest } from '../kit/nearest.ts'
import type { Quirk } from '../kit/quirks.ts'
import { affects } from '../kit/releases.ts'
import type { Given } from './given.ts'

/** Quirks as a scenario names them: known ones by name, its own as they are. */
export type GivenQuirks<Hooks> = readonly (string | Quirk<Hooks>)[]

/** The names under which quirks are switched. */
export const quirkNames = (given: readonly (string | { name: string })[] = []): string[] =>
  given.map((quirk) => (typeof quirk === 'string' ? quirk : quirk.name))

/** Whether a scenario brings quirks of its own, which only a world in this process can have. */
export const bringsQuirks = ({ curity, konnect, gateway }: Given): boolean =>
  [curity, konnect, gateway].some((part) => part?.quirks?.some((quirk) => typeof quirk !== 'string'))

/** The quirks that each server starts with. */
export type StartQuirks = Awaited<ReturnType<typeof quirksOf>>

/** The quirks that each server starts with. The modules of known ones are loaded only for names. @throws Complaints */
export async function quirksOf({ curity, konnect, gateway }: Given) {
  return {
    curity: await startQuirks('curity.quirks', { ...curity }, async () => {
      return (await import('../mock-curity/quirks/known.ts')).knownQuirks
    }),
    konnect: await startQuirks('konnect.quirks', { ...konnect }, async () => {
      return (await import('../mock-konnect/quirks/known.ts')).knownQuirks
    }),
    gateway: await startQuirks('gateway.quirks', { ...gateway }, async () => {
      return (await import('../gateway-sim/quirks/known.ts')).knownQuirks
    }),
  }
}

/**
 * The quirks that a server starts with: those of its release, and those that are given.
 * @param path where they are given, for complaints
 * @throws Complaints for a name that no quirk has
 */
async function startQuirks<Hooks>(
  path: string,
  { quirks = [], release }: { quirks?: GivenQuirks<Hooks> | undefined; release?: string | undefined },
  load: () => Promise<readonly Quirk<Hooks>[]>,
): Promise<Quirk<Hooks>[]> {
  if (quirks.length === 0 && release === undefined) return []
  const known = await load()
  const ofRelease = release === undefined ? [] : known.filter((quirk) => affects(quirk, release))
  const names = known.map(({ name }) => name)
  const own = quirks.map((quirk, at) => {
    const found = typeof quirk === 'string' ? known.find(({ name }) => name === quirk) : quirk
    if (found) return found
    const expected = `no such quirk as "${String(quirk)}"${nearest(String(quirk), names)}`
    throw new Complaints('given', [{ path: `${path}.${at}`, expected }])
  })
  return [...new Set([...ofRelease, ...own])]
}
