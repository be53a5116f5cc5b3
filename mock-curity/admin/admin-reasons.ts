import type { Reason } from '../../kit/reason.ts'
import { reason } from '../reasons.ts'

/** Refusals of the admin port (RESTCONF). */
export const admin = {
  off: () => reason('admin.restconf-off', 'add the empty leaf restconf to environments.environment.admin-service.http'),
  noWebUi: () => reason('admin.web-ui-off', 'add the empty leaf web-ui to environments.environment.admin-service.http'),
  noCredentials: () =>
    reason(
      'admin.no-credentials',
      'send HTTP Basic as an admin user (admin-users), or a bearer token for the admin API',
    ),
  wrongPassword: () => reason('admin.wrong-password', 'these are not the name and password of one of the admin-users'),
  token: (why: string) =>
    reason(
      'admin.invalid-token',
      `${why}; the admin API takes tokens with its scope and audience and a claim "groups"`,
    ),
  denied: (groups: readonly string[]) =>
    reason('admin.access-denied', `none of the groups (${groups.join(', ') || 'none'}) may do this; see admin-groups`),
  path: (what: string) => reason('admin.unknown-path', what),
  missing: (what: string) => reason('admin.data-missing', `there is no ${what}`),
  exists: (what: string) => reason('admin.data-exists', `${what} is there already; use PUT to replace it`),
  method: (allowed: readonly string[]) => reason('admin.method-not-allowed', `use ${allowed.join(', ')} here`),
  mediaType: (type: string | undefined) =>
    reason(
      'admin.media-type',
      `send application/yang-data+json or application/yang-data+xml, not ${type ?? 'nothing'}`,
    ),
  accept: () => reason('admin.not-acceptable', 'accept application/yang-data+json or application/yang-data+xml'),
  body: (what: string) => reason('admin.malformed-body', what),
  value: (what: string) => reason('admin.invalid-value', what),
  query: (what: string) => reason('admin.invalid-query', what),
  internal: (): Reason => reason('internal', 'this is a fault of the mock; start it with log to see what happened'),
}
