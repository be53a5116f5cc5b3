import { Complaints } from '../kit/complaints.ts'
import { nearest } from '../kit/nearest.ts'
import type { Quirk } from '../kit/quirks.ts'
import { affects } from '../kit/releases.ts'
import { givenNodes } from './demo/start.ts'
import type { Given } from './given.ts'

/** Quirks as a scenario names them: known ones by name, its own as they are. */
export type GivenQuirks<Hooks> = readonly (string | Quirk<Hooks>)[]

/** The names under which quirks are switched. */
export const quirkNames = (given: readonly (string | { name: string })[] = []): string[] =>
  given.map((quirk) => (typeof quirk === 'string' ? quirk : quirk.name))

/** Whether a scenario brings quirks of its own, which only a world in this process can have. */
export const bringsQuirks = (given: Given): boolean =>
  [given.curity, given.konnect, ...givenNodes(given)].some((part) =>
    part?.quirks?.some((quirk) => typeof quirk !== 'string'),
  )

/** The quirks that each server starts with. */
export type StartQuirks = Awaited<ReturnType<typeof quirksOf>>

/** The quirks that each server, and each data plane node, starts with. The modules of known ones are loaded only for names. @throws Complaints */
export async function quirksOf(given: Given) {
  const { curity, konnect } = given
  const nodes = givenNodes(given)
  return {
    curity: await startQuirks(within('curity'), { ...curity }, async () => {
      return (await import('../mock-curity/quirks/known.ts')).knownQuirks
    }),
    konnect: await startQuirks(within('konnect'), { ...konnect }, async () => {
      return (await import('../mock-konnect/quirks/known.ts')).knownQuirks
    }),
    gateway: await Promise.all(
      nodes.map((node, at) =>
        startQuirks(placeAt(given, at), node, async () => {
          return (await import('../gateway-sim/quirks/known.ts')).knownQuirks
        }),
      ),
    ),
  }
}

/** Where a quirk is given: `konnect.quirks.0`. */
type Place = (at: number) => string

const within =
  (part: string): Place =>
  (at) =>
    `${part}.quirks.${at}`

/** A node's quirks are those of all nodes, and its own after them. */
function placeAt({ gateway }: Given, node: number): Place {
  const common = gateway?.quirks?.length ?? 0
  return (at) => (at < common ? within('gateway')(at) : within(`gateway.nodes.${node}`)(at - common))
}

/**
 * The quirks that a server starts with: those of its release, and those that are given.
 * @param placeOf where they are given, for complaints
 * @throws Complaints for a name that no quirk has
 */
async function startQuirks<Hooks>(
  placeOf: Place,
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
    throw new Complaints('given', [{ path: placeOf(at), expected }])
  })
  return [...new Set([...ofRelease, ...own])]
}
