import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../harness/public.ts'

const orders = 'd0000000-0000-4000-8000-00000000000a'

test.for<[string, keyof World & ('konnect' | 'curity' | 'gateway'), string, string]>([
  ['an admin API', 'konnect', '/v2/dcr-provider', 'nothing is served here (did you mean "/v2/dcr-providers"?)'],
  [
    'an admin API, with its own ids',
    'konnect',
    `/v3/apis/${orders}/publication/x`,
    `nothing is served here (did you mean "/v3/apis/${orders}/publications/x"?)`,
  ],
  ['a Portal API', 'konnect', '/api/v3/application', 'nothing is served here (did you mean "/api/v3/applications"?)'],
  [
    'no API at all',
    'konnect',
    '/portals',
    'nothing is served here (paths begin with /v1, /v2, /v3, /api/v2, /api/v3, /portal or /konnect)',
  ],
  [
    'an endpoint of the token service that nobody has called',
    'curity',
    '/oauth/v2/authorize',
    'nothing is served at /oauth/v2/authorize (did you mean "/oauth/v2/oauth-authorize"?)',
  ],
  ['a route', 'gateway', '/order', 'no route takes GET /order on host "127.0.0.1" (did you mean "/orders"?)'],
])('a path that is nearly one of %s is told the nearest', async ([, server, path, advice]) => {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const reply = server === 'gateway' ? await world.gateway.get(path) : await world[server].call('GET', path)
  expect(reply.status).toBe(404)
  expect(reply.advice?.slice(0, advice.length)).toBe(advice)
})
