import type { Rig } from '../rig.ts'
import type { Decision } from './decision.ts'

const ask = (_rig: Rig, token: unknown): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })
const passed = { status: 200, body: 'upstream', upstream: true } as const

export const claimRows: readonly Decision[] = [
  ...[
    ['39', 'scopes_required', ['a b', 'c'], { scope: 'a d' }],
    ['39a', 'groups_required', ['g'], { groups: ['h'] }],
    ['39b', 'roles_required', ['1'], {}],
    ['40', 'audience_required', ['orders'], { aud: ['x', 'y'] }],
  ].map(
    ([row, setting, required, claims]): Decision => ({
      row: String(row),
      title: `${setting} is not met`,
      rig: { strategy: { [String(setting)]: required } },
      given: ({ idp }) => idp.token('app-1', Object(claims)),
      request: ask,
      ...{ status: 403, body: 'F403', challenge: 'S', idp: true, upstream: false, reason: 'gateway.claims.not-met' },
    }),
  ),
  ...[
    ['39c', 'scopes_required', ['a b', 'c'], { scope: 'x b a' }],
    ['39d', 'scopes_required', ['a b', 'c'], { scope: ['c'] }],
    ['40a', 'audience_required', ['orders'], { aud: 'orders' }],
  ].map(
    ([row, setting, required, claims]): Decision => ({
      row: String(row),
      title: `${setting} is met`,
      rig: { strategy: { [String(setting)]: required } },
      given: ({ idp }) => idp.token('app-1', Object(claims)),
      request: ask,
      ...passed,
      idp: true,
    }),
  ),
  {
    row: '40b',
    title: 'a claim that claims_forbidden names',
    rig: { strategy: { claims_forbidden: ['act'] } },
    given: ({ idp }) => idp.token('app-1', { act: {} }),
    request: ask,
    ...{ status: 403, body: 'F403', challenge: 'S', idp: true, upstream: false, reason: 'gateway.claims.forbidden' },
  },
]
