import { expect } from 'vitest'
import { application, basic, good, guard, type Rig, scope } from '../rig.ts'
import type { Decision } from './decision.ts'

const ask = () => ({ headers: good })
const bearer = (_rig: Rig, token: unknown): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })
const passed = { status: 200, body: 'upstream', upstream: true } as const
const unknown = { status: 401, body: 'A401', upstream: false } as const
const unregistered = {
  status: 403,
  body: 'A403',
  upstream: false,
  reason: 'gateway.application.not-registered',
} as const
const delayed = { behaviour: { pushDelayMs: 3000 } }
const warm = async (rig: Rig) => {
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
}
const push = async (rig: Rig, change: Parameters<Rig['control']['push']>[0]) => rig.received(rig.control.push(change))
const revoke = (rig: Rig) => push(rig, { set: { applications: [application({ scopes: [] })] } })

export const applicationRows: readonly Decision[] = [
  {
    row: '42',
    title: 'sub is no application',
    given: async (rig) => {
      await warm(rig)
      return rig.idp.token('app-2')
    },
    request: bearer,
    ...{ ...unknown, idp: false, reason: 'gateway.application.unknown' },
  },
  {
    row: '43',
    title: 'no sub at all',
    given: async (rig) => {
      await warm(rig)
      return rig.idp.token('app-1', { sub: undefined })
    },
    request: bearer,
    ...{ ...unknown, idp: false, reason: 'gateway.claim-missing' },
  },
  {
    row: '43a',
    title: 'the strategy names a claim that Curity does not issue',
    rig: { strategy: { credential_claim: ['client_id'] } },
    request: ask,
    ...{ ...unknown, idp: true, reason: 'gateway.claim-missing' },
    also: ({ advice }) => expect(advice).toBe('token has no claim "client_id"; Curity puts the client id into "sub"'),
  },
  {
    row: '43b',
    title: 'a claim path goes down through objects',
    rig: { strategy: { credential_claim: ['act', 'client'] } },
    given: async (rig) => {
      rig.idp.claims = { act: { client: 'app-1' }, sub: undefined }
    },
    request: ask,
    ...passed,
    idp: true,
  },
  {
    row: '44',
    title: 'never registered here',
    rig: { entities: { applications: [application({ scopes: ['another-api'] })] } },
    request: ask,
    ...{ ...unregistered, idp: true },
  },
  {
    row: '45',
    title: 'registration pending',
    rig: { entities: { applications: [application({ scopes: [] })] } },
    request: ask,
    ...{ ...unregistered, idp: true },
  },
  {
    row: '46',
    title: 'registration revoked, after the push',
    rig: delayed,
    given: async (rig) => {
      await warm(rig)
      await revoke(rig)
      rig.clock.advance(3000)
    },
    request: ask,
    ...{ ...unregistered, idp: false },
  },
  {
    row: '47',
    title: 'registration revoked, before the push',
    rig: delayed,
    given: async (rig) => {
      await warm(rig)
      await revoke(rig)
      rig.clock.advance(2999)
    },
    request: ask,
    ...{ ...passed, idp: false },
  },
  {
    row: '48',
    title: 'application created, before the push',
    rig: { ...delayed, entities: { applications: [] } },
    given: (rig) => push(rig, { set: { applications: [application()] } }),
    request: ask,
    ...{ ...unknown, idp: true, reason: 'gateway.application.unknown' },
  },
  {
    row: '48a',
    title: 'application created, after the push, refused before it',
    rig: { ...delayed, entities: { applications: [] } },
    given: async (rig) => {
      await push(rig, { set: { applications: [application()] } })
      expect((await rig.call('/orders', { headers: good })).status).toBe(401)
      rig.clock.advance(3000)
    },
    request: ask,
    ...{ ...passed, idp: false },
  },
  {
    row: '49',
    title: 'application deleted, token cached',
    given: async (rig) => {
      await warm(rig)
      await push(rig, { removed: { applications: ['application-1'] } })
    },
    request: ask,
    ...{ ...unknown, idp: false, reason: 'gateway.application.unknown' },
  },
  {
    row: '50',
    title: 'client deleted at the identity provider, token cached',
    given: async (rig) => {
      await warm(rig)
      rig.idp.clients.delete('app-1')
    },
    request: ask,
    ...{ ...passed, idp: false },
  },
  {
    row: '50a',
    title: 'client deleted at the identity provider, cached token over',
    given: async (rig) => {
      await warm(rig)
      rig.idp.clients.delete('app-1')
      rig.clock.advance(300_000)
    },
    request: ask,
    ...{ status: 401, body: 'U401', challenge: 'T', upstream: false, idp: true, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '51',
    title: 'client deleted at the identity provider, cache_tokens false',
    rig: { strategy: { cache_tokens: false } },
    given: async (rig) => {
      await warm(rig)
      rig.idp.clients.delete('app-1')
    },
    request: ask,
    ...{ status: 401, body: 'U401', challenge: 'T', upstream: false, idp: true, reason: 'gateway.basic.wrong-secret' },
  },
  {
    row: '52',
    title: 'old secret after rotation, cached',
    given: async (rig) => {
      await warm(rig)
      rig.idp.clients.set('app-1', 'secret-2')
      const renewed = await rig.call('/orders', { headers: { authorization: basic('app-1', 'secret-2') } })
      expect(renewed.status).toBe(200)
      expect(rig.idp.calls.token).toBe(2)
    },
    request: ask,
    ...{ ...passed, idp: false },
  },
  {
    row: '53',
    title: 'an application of another strategy, same issuer',
    rig: { entities: { applications: [application({ auth_strategy_id: 'strategy-2' })] } },
    request: ask,
    ...{ status: 403, body: 'A403', upstream: false, idp: true, reason: 'gateway.application.other-strategy' },
  },
  {
    row: '53a',
    title: 'the service is offered with both strategies',
    given: async (rig) => {
      const second = guard(rig.idp.issuer, {}, { id: 'guard-2', scope: 'orders-v3' })
      const strategies = (second.strategies as object[]).map((entry) => ({ ...entry, strategy_id: 'strategy-2' }))
      const applications = [application({ auth_strategy_id: 'strategy-2', scopes: ['orders-v3'] })]
      await push(rig, { set: { guards: [{ ...second, strategies }], applications } })
    },
    request: ask,
    ...{ ...passed, idp: true },
  },
  {
    row: '53b',
    title: 'registered for another offer of the same service with the same strategy',
    given: async (rig) => {
      const second = guard(rig.idp.issuer, {}, { id: 'guard-2', scope: 'orders-v3' })
      await push(rig, { set: { guards: [second], applications: [application({ scopes: ['orders-v3'] })] } })
    },
    request: ask,
    ...{ ...passed, idp: true },
  },
  { row: '70', title: 'nothing linked to the service', rig: { entities: { guards: [] } }, ...passed, idp: false },
  {
    row: '71',
    title: 'a linkage without strategies',
    rig: { entities: { guards: [{ id: 'guard-1', service: { id: 'service-1' }, scope, strategies: [] }] } },
    ...passed,
    idp: false,
  },
]
