import fc from 'fast-check'
import { expect } from 'vitest'
import { demo, test } from '../portal-world.ts'

const bodies = [
  ['POST', '/developer'],
  ['POST', '/developer/verify-email'],
  ['POST', '/developer/reset-password'],
  ['POST', '/developer/forgot-password'],
  ['POST', '/developer/authenticate'],
  ['POST', '/applications'],
  ['PATCH', '/applications/:id'],
  ['POST', '/applications/:id/credentials'],
  ['PUT', '/applications/:id/credentials/:id'],
  ['POST', '/applications/:id/registrations'],
] as const

const members = ['name', 'email', 'full_name', 'token', 'password', 'username', 'description', 'redirect_uri', 'scopes']
const ids = ['auth_strategy_id', 'client_id', 'reference_id', 'team_id', 'api_id', 'product_version_id', 'display_name']
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    demo.ids.strategy,
    demo.ids.api,
    demo.ids.productVersion,
    demo.developer.email,
    '',
    'https://a.example/cb',
  ),
)
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...members, ...ids, '__proto__', 'constructor'), value, { maxKeys: 6 }),
  fc.jsonValue({ maxDepth: 1 }),
)
const id = fc.oneof(fc.constantFrom('%00', 'a'.repeat(900), '..%2f', '__proto__', demo.ids.api), fc.uuid())

test.for(['v2', 'v3'] as const)('no body and no id makes %s fail inside', async (version, { v2, v3, konnect }) => {
  const client = { v2, v3 }[version]
  const cookie = async () => {
    const { cookies } = await client.signIn()
    return cookies.map((line) => line.split(';')[0]).join('; ')
  }
  const headers = { cookie: await cookie(), 'content-type': 'application/json' }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), body, id, async ([method, path], sent, one) => {
      const url = `/api/${version}${path.replaceAll(':id', one)}`
      const answer = await konnect.app.inject({ method, url, headers, payload: JSON.stringify(sent) })
      expect(answer.statusCode, `${method} ${url} ${JSON.stringify(sent)}: ${answer.body}`).toBeLessThan(500)
      if (answer.statusCode >= 400) expect(answer.headers['content-type']).toContain('application/problem+json')
    }),
    { numRuns: 300, seed: 20_261_123 },
  )
})

const names = [
  'page[size]',
  'page[number]',
  'sort',
  'filter[name]',
  'filter[name][eq]',
  'filter[',
  'filter[x][y][z]',
  'a',
]

test.for(['v2', 'v3'] as const)('no query makes a %s list fail inside', async (version, { v2, v3 }) => {
  const client = { v2, v3 }[version]
  const lists = {
    v2: ['/applications', '/applications/auth-strategies', '/products'],
    v3: ['/applications', '/application-auth-strategies', '/apis'],
  }[version]
  const query = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(fc.string(), fc.constantFrom('0', '-1', '1e9', '10000')),
    {
      maxKeys: 3,
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), query, async (path, parameters) => {
      const { status } = await client.get(`${path}?${new URLSearchParams(parameters)}`)
      expect([200, 400]).toContain(status)
    }),
    { numRuns: 200, seed: 20_261_123 },
  )
})
