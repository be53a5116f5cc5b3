import type { CurityConfiguration } from './schema.ts'
import { type TokenService, tokenService } from './token-service.ts'

/** The configuration of one server, as it stands. */
export interface Configuration {
  readonly tree: CurityConfiguration
  /** What the tree means. Read it at each use: the tree may change between two requests. */
  readonly service: TokenService
  /** The tree as administrators see it: with changes that wait for a commit. */
  readonly candidate: CurityConfiguration
  /** Whether changes wait for a commit. */
  readonly staged: boolean
  /** Makes the change at once. What was staged is gone. */
  change(tree: CurityConfiguration): void
  /** Keeps the change back until it is committed. */
  stage(tree: CurityConfiguration): void
  /** Makes what was staged the configuration. False: nothing was. */
  commit(): boolean
  /** Forgets what was staged. False: nothing was. */
  discard(): boolean
  /** Back to what the server was started with. */
  reset(): void
  /** The address under which the server is known; it stays through a reset. */
  setBaseUrl(url: string): void
}

/** A configuration that starts as `start`. */
export function configurationOf(start: CurityConfiguration): Configuration {
  let first = start
  let tree = start
  let staged: CurityConfiguration | undefined
  let service = tokenService(tree)
  const change = (next: CurityConfiguration) => {
    service = tokenService(next)
    tree = next
    staged = undefined
  }
  return {
    get tree() {
      return tree
    },
    get service() {
      return service
    },
    get candidate() {
      return staged ?? tree
    },
    get staged() {
      return staged !== undefined
    },
    change,
    stage(next) {
      staged = next
    },
    commit() {
      if (!staged) return false
      change(staged)
      return true
    },
    discard() {
      const had = staged !== undefined
      staged = undefined
      return had
    },
    reset: () => change(first),
    setBaseUrl(url) {
      first = withBaseUrl(first, url)
      change(withBaseUrl(tree, url))
    },
  }
}

const withBaseUrl = (tree: CurityConfiguration, url: string): CurityConfiguration => ({
  ...tree,
  environments: { environment: { ...tree.environments.environment, 'base-url': url } },
})
