import { expect } from 'vitest'
import { nameless } from '../../kit/listening.ts'
import { good, type Rig, route, service } from '../rig.ts'
import type { Line } from '../test-control-plane.ts'
import { tlsBefore } from '../tls-front.ts'
import type { Decision } from './decision.ts'

const ask = () => ({ headers: good })
const notProxied = { idp: true, upstream: false } as const

/** Points the service elsewhere. */
const serviceIs = (change: (rig: Rig) => Line) => async (rig: Rig) =>
  rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, change(rig))] } }))

export const proxyRows: readonly Decision[] = [
  {
    row: '74',
    title: 'the certificate of the token endpoint is not trusted',
    given: async ({ idp }) => {
      idp.discovery = { token_endpoint: `${await tlsBefore(idp.url)}/oauth/v2/oauth-token` }
    },
    request: ask,
    ...{ status: 401, body: 'U401', challenge: 'T', idp: true, upstream: false, reason: 'gateway.idp.unreachable' },
    also: ({ advice }) => expect(advice).toContain(': tls;'),
  },
  {
    row: '63',
    title: 'OPTIONS without credentials',
    request: () => ({ method: 'OPTIONS' }),
    ...{ status: 401, body: 'U401', challenge: 'R', idp: false, upstream: false, reason: 'gateway.no-credentials' },
  },
  {
    row: '65',
    title: 'a path that no route takes',
    path: '/other',
    request: ask,
    ...{ status: 404, body: { core: 'no Route matched with those values' }, idp: false, upstream: false },
    reason: 'gateway.no-route',
  },
  {
    row: '65a',
    title: 'a route without a service',
    rig: { entities: { routes: [route({ service: null })] } },
    request: ask,
    ...{ status: 503, body: { core: 'no Service found with those values' }, idp: false, upstream: false },
    reason: 'gateway.no-service',
  },
  {
    row: '66',
    title: 'the upstream refuses the connection',
    given: (rig) => rig.upstream.close(),
    request: ask,
    ...notProxied,
    ...{ status: 502, body: { core: 'An invalid response was received from the upstream server' } },
    reason: 'gateway.upstream.unreachable',
  },
  {
    row: '67',
    title: 'the upstream is slower than read_timeout',
    given: async (rig) => {
      rig.upstream.respond = () => undefined
      await serviceIs(() => ({ read_timeout: 80 }))(rig)
    },
    request: ask,
    ...{ status: 504, body: { core: 'The upstream server is timing out' }, idp: true },
    reason: 'gateway.upstream.timeout',
    upstream: true,
    unanswered: true,
  },
  {
    row: '68',
    title: 'the upstream host has no address',
    given: serviceIs(() => ({ host: nameless })),
    request: ask,
    ...notProxied,
    ...{ status: 503, body: { core: 'name resolution failed' } },
    reason: 'gateway.upstream.name',
  },
  {
    row: '69',
    title: 'the upstream answers 401 itself',
    given: async (rig) => {
      rig.upstream.respond = (_request, response) =>
        response.writeHead(401, { 'www-authenticate': 'Custom', server: 'api/1' }).end('{"orders":[]}')
    },
    request: ask,
    ...{ status: 401, body: { text: '{"orders":[]}' }, idp: true, upstream: true, challenge: { own: 'Custom' } },
    also: ({ headers }) => {
      expect(headers.get('server')).toBe('api/1')
    },
  },
]
