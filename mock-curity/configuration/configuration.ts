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
  /** Makes the change at once. What was staged is gone. `kept` tells when it outlives the process. */
  change(tree: CurityConfiguration): void
  /** Resolves when the last change is kept. @throws what keeping it threw */
  kept(): Promise<void>
  /** Has what another process made of it, and what was staged here is gone. Nobody keeps that again. */
  follow(tree: CurityConfiguration): void
  /** Resolves when it is what other processes that share the database made of it. @throws StoreUnusable */
  caughtUp(): Promise<void>
  /** Keeps the change back until it is committed. */
  stage(tree: CurityConfiguration): void
  /** Makes what was staged the configuration. False: nothing was. */
  commit(): boolean
  /** Forgets what was staged. False: nothing was. */
  discard(): boolean
  /** Back to what the server was started with. Whoever keeps changes forgets them. */
  reset(): void
  /** The address under which the server is known; it stays through a reset. */
  setBaseUrl(url: string): void
}

/**
 * A configuration that resets to `start`.
 * @param now what it is at first, when an earlier process has changed it
 * @param keep puts a change down; one call begins before the next
 * @param caughtUp waits for what other processes changed
 */
export function configurationOf(
  start: CurityConfiguration,
  {
    now = start,
    keep = async () => {},
    caughtUp = async () => {},
  }: {
    now?: CurityConfiguration
    keep?: (tree: CurityConfiguration) => Promise<void>
    caughtUp?: () => Promise<void>
  } = {},
): Configuration {
  let first = start
  let tree = now
  let staged: CurityConfiguration | undefined
  let service = tokenService(tree)
  let keeping = Promise.resolve()
  const make = (next: CurityConfiguration) => {
    service = tokenService(next)
    tree = next
    staged = undefined
  }
  const change = (next: CurityConfiguration) => {
    make(next)
    keeping = keep(next)
    keeping.catch(() => {}) // told by `kept`
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
    kept: () => keeping,
    follow: make,
    caughtUp,
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
    reset: () => make(first),
    setBaseUrl(url) {
      first = withBaseUrl(first, url)
      make(withBaseUrl(tree, url))
    },
  }
}

const withBaseUrl = (tree: CurityConfiguration, url: string): CurityConfiguration => ({
  ...tree,
  environments: { environment: { ...tree.environments.environment, 'base-url': url } },
})
