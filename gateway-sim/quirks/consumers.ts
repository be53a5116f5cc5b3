import type { Quirk } from './hook-points.ts'

/** Who callers are, and which groups they count as. */
export const consumerQuirks: readonly Quirk[] = [
  {
    name: 'nil-consumer-cached',
    does: 'keeps that a consumer was not there when it was looked up, also when it has come',
    source: 'Kong openid-connect changelog 3.8.0.0, 3.7.1.0, 3.4.3.9',
    fixedIn: ['3.4.3.9', '3.7.1.0', '3.8.0.0'],
    hooks: { consumerCounts: (own, kept, current) => kept.consumer === undefined || own(kept, current) },
  },
  {
    name: 'no-consumer-invalidation',
    does: 'goes on with a consumer as it was first looked up when it is changed or deleted',
    source: 'Kong openid-connect changelog 3.13.0.0, 3.12.0.1, 3.11.0.6, 3.10.0.7',
    fixedIn: ['3.10.0.7', '3.11.0.6', '3.12.0.1', '3.13.0.0'],
    hooks: { consumerCounts: (own, kept, current) => kept.consumer !== undefined || own(kept, current) },
  },
  {
    name: 'acl-ignores-consumer-groups',
    does: "does not see a consumer's own groups where include_consumer_groups is set",
    source: 'Kong ACL changelog 3.15.0.1, 3.14.0.8',
    fixedIn: ['3.14.0.8', '3.15.0.1'],
    hooks: {
      aclGroups: (own, sources, config) =>
        own(config.include_consumer_groups ? { ...sources, own: [] } : sources, config),
    },
  },
  {
    name: 'acl-single-source',
    does: "sees a consumer's own groups alone, not those that another plugin has set",
    source: 'Kong ACL changelog 3.13.0.1, 3.14.0.0',
    fixedIn: ['3.13.0.1', '3.14.0.0'],
    hooks: { aclGroups: (own, sources, config) => own({ ...sources, set: [] }, config) },
  },
]
