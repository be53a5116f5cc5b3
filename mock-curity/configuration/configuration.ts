import type { CurityConfiguration } from './schema.ts'
import { type TokenService, tokenService } from './token-service.ts'

/** The configuration of one server, as it stands. */
export interface Configuration {
  readonly tree: CurityConfiguration
  /** What the tree means. Read it at each use: the tree may change between two requests. */
  readonly service: TokenService
  change(tree: CurityConfiguration): void
  /** Back to what the server was started with. */
  reset(): void
  /** The address under which the server is known; it stays through a reset. */
  setBaseUrl(url: string): void
}

/** A configuration that starts as `start`. */
export function configurationOf(start: CurityConfiguration): Configuration {
  let first = start
  let tree = start
  let service = tokenService(tree)
  const change = (next: CurityConfiguration) => {
    service = tokenService(next)
    tree = next
  }
  return {
    get tree() {
      return tree
    },
    get service() {
      return service
    },
    change,
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
