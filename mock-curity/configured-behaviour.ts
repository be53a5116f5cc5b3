import type { Behaviour } from '../kit/behaviour.ts'
import { accept } from '../kit/complaints.ts'
import { Switches } from './behaviour.ts'
import type { Configuration } from './configuration/configuration.ts'
import type { KnownNames } from './configuration/known-names.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import { leafSwitches, withLeafSwitches } from './leaf-switches.ts'
import type { CurityHooks } from './quirks/hook-points.ts'

/**
 * The switches of a server with those that are leaves of its configuration: these are read from it, and changed in it.
 * @param known what the configuration may name
 */
export function configuredBehaviour(
  own: Behaviour<Switches, CurityHooks>,
  configuration: Configuration,
  known: () => KnownNames,
): Behaviour<Switches, CurityHooks> {
  let seen: { own: Switches; tree: CurityConfiguration; all: Switches } | undefined
  const current = () => {
    const { tree, service } = configuration
    if (seen?.own !== own.current || seen.tree !== tree) {
      seen = { own: own.current, tree, all: { ...own.current, ...leafSwitches(service, tree) } }
    }
    return seen.all
  }
  return {
    schema: own.schema,
    quirks: own.quirks,
    onChange: own.onChange,
    get current() {
      return current()
    },
    change(changes) {
      accept(Switches, { ...current(), ...(changes as object) }, 'behaviour')
      const { tree, candidate, staged } = configuration
      const laidOver = (one: CurityConfiguration) => withLeafSwitches(one, changes as Partial<Switches>, known()) // as was checked
      const [next, carried] = [laidOver(tree), staged && laidOver(candidate)]
      own.change(changes)
      if (next === tree) return undefined
      configuration.change(next)
      if (carried) configuration.stage(carried)
      return configuration.kept()
    },
    // The configuration has a reset of its own.
    reset: own.reset,
  }
}
