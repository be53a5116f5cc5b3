import { expect, onTestFinished, test } from 'vitest'
import { startWorld } from '../../harness/public.ts'
import { buildMockKonnect } from '../../mock-konnect/app.ts'
import type { MockKonnectOptions } from '../../mock-konnect/options.ts'
import { openBrowser } from '../browser.ts'
import { frontend, toldOfOrigins } from '../origins.ts'

type Headers = Record<string, string>

const always = {
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers':
    'Date,x-datadog-trace-id,Konnect-Acting-As,Konnect-Feature-Set,x-intercom-identity-hash',
}
const ours = 'http://localhost:5173'

/** What an answer says of origins, and its status. */
async function answer(method: 'GET' | 'POST' | 'OPTIONS', url: string, headers: Headers, options?: MockKonnectOptions) {
  const { app } = buildMockKonnect(options)
  const reply = await app.inject({ method, url, headers })
  await app.close()
  return [reply.statusCode, toldOfOrigins(reply.headers)]
}

test.for([
  ['the portal API, where there is no portal', '/api/v3/developer/me', 404],
  ['the classic portal API, where there is none', '/api/v2/developer/me', 404],
  ['the platform API without a token', '/v2/dcr-providers', 401],
  ['a path that is none', '/v2/nothing', 404],
] as const)('a script of an origin on this machine reads every answer: %s', async ([, url, status]) => {
  expect(await answer('GET', url, { origin: ours })).toEqual([
    status,
    { ...always, vary: 'Origin', 'access-control-allow-origin': ours },
  ])
  expect(await answer('GET', url, {})).toEqual([status, always])
  expect(await answer('GET', url, { origin: 'https://elsewhere.example' })).toEqual([
    status,
    { ...always, vary: 'Origin' },
  ])
})

const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }

test('a preflight is answered for an origin that is let in, and is no route for others', async () => {
  expect(await answer('OPTIONS', '/api/v3/applications', { origin: ours, ...preflight })).toEqual([
    204,
    {
      ...always,
      vary: 'Origin, Access-Control-Request-Headers',
      'access-control-allow-origin': ours,
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
    },
  ])
  const [status] = await answer('OPTIONS', '/api/v3/applications', {
    origin: 'https://elsewhere.example',
    ...preflight,
  })
  expect(status).toBe(404)
  expect((await answer('OPTIONS', '/api/v3/applications', { origin: ours }))[0]).toBe(404)
})

test.for([
  [['https://portal.example.com'], 'https://portal.example.com', true],
  [['https://portal.example.com'], ours, false],
  [['*'], 'https://anywhere.example', true],
  [['loopback'], 'http://127.0.0.1:3000', true],
  [['loopback'], 'http://[::1]:3000', true],
  [['loopback'], 'http://acme.localhost', true],
  [['loopback'], 'http://localhost.example', false],
  [['loopback'], 'null', false],
  [['loopback'], 'not an origin', false],
  [[], ours, false],
] as const)('allowedOrigins %j and %s: %s', async ([allowedOrigins, origin, allowed]) => {
  const [, told] = await answer(
    'GET',
    '/api/v3/portal',
    { origin },
    { behaviour: { allowedOrigins: [...allowedOrigins] } },
  )
  expect((told as Headers)['access-control-allow-origin']).toBe(allowed ? origin : undefined)
})

test('what is no API of the product lets no other origin read it', async () => {
  expect((await answer('GET', '/konnect', { origin: ours }))[1]).toEqual({})
  expect((await answer('GET', '/_mock/state', { origin: ours }))[1]).toEqual({})
})

test('a frontend at another port signs a developer in, makes an application and lists it, in a browser', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const world = await startWorld()
  onTestFinished(() => world.close())
  const page = await browser.newPage()
  await page.goto(await frontend())
  const { url, developer } = world.addresses.konnect
  const seen = await page.evaluate(
    async ({ api, username, password }) => {
      const call = (path: string, body?: object) =>
        fetch(`${api}${path}`, {
          credentials: 'include',
          ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        })
      const signedIn = await call('/developer/authenticate', { username, password })
      const made = await call('/applications', { name: 'from elsewhere' })
      const { data } = (await (await call('/applications')).json()) as { data: { name: string }[] }
      return [signedIn.status, made.status, data.map(({ name }) => name)]
    },
    { api: `${url}/api/v3`, username: developer.email, password: developer.password },
  )
  expect(seen).toEqual([204, 201, ['from elsewhere']])
})
