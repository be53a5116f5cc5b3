import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Complaints } from '../kit/complaints.ts'
import type { Scenario } from './scenario.ts'
import { unusedFaults } from './unused-faults.ts'
import type { World } from './world.ts'
import type { WorldSource } from './worlds.ts'

/** The error in words, with the line of the scenario where it came up: an assertion has both sides, a refusal its advice. */
export function explain({ file }: Scenario, error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Complaints) return error.message
  const places = error.stack?.split('\n').filter((line) => /^\s+at .*file:/.test(line)) ?? []
  const own = file === undefined ? undefined : places.find((line) => line.includes(pathToFileURL(resolve(file)).href))
  const place = own ?? (error.name === 'AssertionError' ? undefined : places[0])
  return [error.message, place?.trim()].filter(Boolean).join('\n')
}

/** @param addresses where servers were still listening at the end */
export const leftBy = (addresses: readonly string[]): string | undefined =>
  addresses.length > 0 ? `it left servers listening: ${addresses.join(', ')}` : undefined

/**
 * What nobody waited for.
 * @param stray what failed beside the scenario
 * @param underWay steps that had not ended when it did
 */
export function unawaited(
  scenario: Scenario,
  stray: readonly unknown[],
  underWay: Iterable<string> = [],
): string | undefined {
  const steps = Array.from(underWay, (title) => `it ended before a step that nobody awaited: ${title}`)
  const errors = stray.map((error) => `nobody awaited what failed: ${explain(scenario, error)}`)
  const all = [...steps, ...errors]
  return all.length > 0 ? all.join('\n') : undefined
}

/** What a scenario left that makes it prove less than it says: faults nobody hit, requests nobody answers. */
export async function looseEnds(
  { needs }: Scenario,
  world: World,
  { hasLevers }: WorldSource,
): Promise<string | undefined> {
  if (!hasLevers) return undefined
  const unused = await unusedFaults(world)
  if (unused.length)
    return `armed but never hit: ${unused.map(({ endpoint, route, kind }) => `${endpoint ?? route} (${kind})`).join(', ')}`
  if (!needs?.includes('levers')) return undefined
  const unmatched = (await world.levers.exchanges({ route: 'unmatched' })).filter(({ reason }) => !reason)
  if (unmatched.length === 0) return undefined
  return `no server answers ${unmatched.map(({ server, request }) => `${request.method} ${request.url} (${server})`).join(', ')}`
}
