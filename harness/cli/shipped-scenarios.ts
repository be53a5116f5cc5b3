import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the package's scenarios: beside this file once it is bundled, at the top of the tree in a clone. */
export function shippedScenarios(): string {
  // A chunk of the bundle stands one folder deeper than its entry.
  const places = ['./scenarios/', '../scenarios/', '../../scenarios/'].map((at) =>
    fileURLToPath(new URL(at, import.meta.url)),
  )
  return places.find((place) => existsSync(place)) ?? ''
}
