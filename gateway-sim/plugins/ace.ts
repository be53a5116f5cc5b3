import Type, { type Static } from 'typebox'
import type { Plugin, PublishedApi } from '../configuration/entities.ts'
import type { Target } from '../routing/target.ts'

/** The configuration of Kong's `ace` plugin, as far as it is acted upon (gateway.md 5.4). */
export const AceConfig = Type.Object({ match_policy: Type.Optional(Type.Enum(['if_present', 'required'])) })
/** A checked one. */
export type AceConfig = Static<typeof AceConfig>

/** A published operation: its id, and that of its API. */
export interface PublishedOperation {
  id: string
  api: string
}

/** Access control enforcement: which published operation a request is, and what becomes of one that is none (gateway.md 5.4). */
export interface Ace {
  /** The first operation that takes the request. */
  operationOf(target: Target): PublishedOperation | undefined
  /** Whether a request that is no operation is refused; otherwise it passes unauthenticated (gateway.md 10, rows 72 and 73). */
  refusesOthers: boolean
  /** Whether it is asked before `konnect-application-auth`, whose usual place is before it (gateway.md 5.1). */
  goesFirst: boolean
}

/** The plugin at work. */
export function ace(
  { match_policy: policy = 'if_present' }: AceConfig,
  apis: Iterable<PublishedApi>,
  ordering?: Plugin['ordering'],
): Ace {
  const entries = Array.from(apis).flatMap(({ id: api, operations }) =>
    operations.map((operation) => ({ operation: { id: operation.id, api }, takes: takerOf(operation) })),
  )
  return {
    operationOf: (target) => entries.find(({ takes }) => takes(target))?.operation,
    refusesOthers: policy === 'required',
    goesFirst: ordering?.before?.access?.includes('konnect-application-auth') ?? false,
  }
}

/** Method, host and path must fit; `{name}` in a path stands for one segment. */
function takerOf({ method, path, hosts }: PublishedApi['operations'][number]): (target: Target) => boolean {
  const parts = path.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${parts.join('[^/]+')}$`)
  const wanted = method.toUpperCase()
  return (target) =>
    target.method === wanted && pattern.test(target.path) && (!hosts?.length || hosts.includes(target.host))
}
