import Type, { type Static } from 'typebox'
import type { Admission } from '../authorization/admission.ts'
import { GatewayError } from '../errors.ts'
import type { GatewayQuirks } from '../quirks/hook-points.ts'
import * as reasons from '../reasons.ts'

const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))

/** The configuration of Kong's open-source `acl` plugin, as far as it is acted upon. */
export const AclConfig = Type.Object({
  allow: Texts,
  deny: Texts,
  hide_groups_header: Type.Optional(Type.Boolean()),
  include_consumer_groups: Type.Optional(Type.Boolean()),
})
/** A checked one. */
export type AclConfig = Static<typeof AclConfig>

/** Where the groups of a caller come from. */
export interface GroupSources {
  /** Its consumer's own. */
  own: readonly string[]
  /** The consumer groups that its consumer is in. */
  consumerGroups: readonly string[]
  /** What the plugin that authenticated it has set. */
  set: readonly string[]
}

/** Lets a caller on whose groups are allowed, or not denied. Gives the `X-Consumer-Groups` of the upstream. @throws GatewayError */
export type Acl = (admission: Admission | undefined, quirks: GatewayQuirks) => string | undefined

/** The plugin at work (gateway.md 3.1, 5.1: after those that authenticate). */
export const acl =
  (config: AclConfig): Acl =>
  (admission, quirks) => {
    if (!admission) throw new GatewayError('core', 401, 'Unauthorized', reasons.aclWithoutCaller())
    const { consumer, groups: set } = admission
    const sources = { own: consumer?.groups ?? [], consumerGroups: consumer?.consumer_groups ?? [], set }
    const groups = quirks.run('aclGroups', groupsSeen, sources, config)
    const isIn = (list: readonly string[]) => list.some((group) => groups.includes(group))
    const kept = (config.allow?.length && !isIn(config.allow)) || (config.deny?.length && isIn(config.deny))
    if (kept) throw new GatewayError('core', 403, 'You cannot consume this service', reasons.aclRefuses(groups))
    return config.hide_groups_header || groups.length === 0 ? undefined : groups.join(', ')
  }

/** Each once: an application's consumer groups are often those of the consumer that it stands for. */
const groupsSeen = ({ own, consumerGroups, set }: GroupSources, { include_consumer_groups }: AclConfig) => [
  ...new Set([...own, ...(include_consumer_groups ? consumerGroups : []), ...set]),
]
