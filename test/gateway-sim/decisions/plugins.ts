import { expect } from 'vitest'
import { good, guard, type Rig } from '../rig.ts'
import type { Line } from '../test-control-plane.ts'
import type { Decision } from './decision.ts'

const push = async (rig: Rig, change: Parameters<Rig['control']['push']>[0]) => rig.received(rig.control.push(change))
const plugin = (name: string, config: Line = {}): Line => ({ id: `plugin-${name}`, name, enabled: true, config })

/** Puts `ace` in the place of konnect-application-auth, with one operation below `/orders`. */
const withAce = (policy: string) => async (rig: Rig) => {
  const { strategies, scope, name } = guard(rig.idp.issuer)
  const operations = [{ id: 'operation-1', method: 'get', path: '/orders/{id}', scope, name, strategies }]
  const plugins = [plugin('ace', { match_policy: policy })]
  await push(rig, { removed: { guards: ['guard-1'] }, set: { plugins, operations } })
}

/** Rows about plugins of the control plane. */
export const pluginRows: readonly Decision[] = [
  {
    row: '64',
    title: 'a preflight, cors plugin',
    given: (rig) => push(rig, { set: { plugins: [plugin('cors')] } }),
    request: () => ({
      method: 'OPTIONS',
      headers: { origin: 'https://a.test', 'access-control-request-method': 'PUT' },
    }),
    ...{ status: 200, body: { text: '' }, idp: false, upstream: false },
    also: ({ headers }) => expect(headers.get('access-control-allow-origin')).toBe('*'),
  },
  {
    row: '72',
    title: 'ACE if_present, an operation that is none',
    given: withAce('if_present'),
    ...{ status: 200, body: 'upstream', idp: false, upstream: true },
  },
  {
    row: '73',
    title: 'ACE required, an operation that is none',
    given: withAce('required'),
    request: () => ({ headers: good }),
    ...{ status: 404, body: { core: 'Not found' }, idp: false, upstream: false, reason: 'gateway.no-operation' },
  },
]
