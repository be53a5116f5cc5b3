import formbody from '@fastify/formbody'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

/** Names under which a secret may travel in what these servers speak. */
const names = [
  'access_token',
  'client_secret',
  'clientSecret',
  'code',
  'code_verifier',
  'dcr_token',
  'id_token_hint',
  'initial_client_secret',
  'password',
  'refresh_token',
  'registration_access_token',
  'secret',
  'token',
]

/** A secret of our own, told from everything else by how it begins; with the characters that secrets have. */
const secret = fc.stringMatching(/^SECRET[A-Za-z0-9_.~-]{4,30}$/)
const secretName = fc.constantFrom(...names)

/** JSON in which the secret stands under its name at some depth, beside other members. */
const nested = fc.tuple(
  fc.array(fc.constantFrom('list', 'member', 'secret list'), { maxLength: 6 }),
  secretName,
  secret,
)
const wrap = (places: string[], name: string, value: string) =>
  places.reduce<unknown>(
    (inner, place) =>
      place === 'list' ? [1, inner, 'x'] : place === 'member' ? { a: null, inner } : { password: [inner], b: '' },
    { client_id: 'app', [name]: value },
  )

const place = fc.oneof(
  nested.map(([places, name, value]) => ({ value, json: wrap(places, name, value) })),
  fc.tuple(secretName, secret).map(([name, value]) => ({ value, query: `a=1&${name}=${value}&b=2` })),
  fc.tuple(secretName, secret).map(([name, value]) => ({ value, form: `grant_type=x&${name}=${value}` })),
  fc.tuple(secretName, secret).map(([name, value]) => ({ value, text: `sent ${name}=${value}` })),
  fc
    .tuple(fc.constantFrom('Basic', 'Bearer', 'DPoP', ''), secret)
    .map(([scheme, value]) => ({ value, headers: { authorization: `${scheme} ${value}`.trim() } })),
  fc
    .tuple(fc.constantFrom('cookie', 'x-access-token', 'apikey', 'x-api-key'), secret)
    .map(([name, value]) => ({ value, headers: { [name]: name === 'cookie' ? `a=b; sid=${value}` : value } })),
)

interface Place {
  value: string
  json?: unknown
  query?: string
  form?: string
  text?: string
  headers?: Record<string, string>
}

test('a secret in any place of a call, and in the answer that echoes it, is in no published exchange', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('echo', { exchanges: bus })
  app.register(formbody)
  app.post('/echo', async (request, reply) => {
    reply.header('location', `https://app.test${request.url}`)
    if (typeof request.headers.cookie === 'string') reply.header('set-cookie', request.headers.cookie.split('; '))
    return typeof request.body === 'object' ? { got: request.body } : String(request.body)
  })
  const url = await listening(app)

  await fc.assert(
    fc.asyncProperty(place, async ({ value, json, query = '', form, text, headers = {} }: Place) => {
      const type = form ? 'application/x-www-form-urlencoded' : text ? 'text/plain' : 'application/json'
      const before = bus.list().at(-1)?.id ?? 0
      const answer = await fetch(`${url}/echo?${query}`, {
        method: 'POST',
        headers: { 'content-type': type, ...headers },
        body: form ?? text ?? JSON.stringify(json ?? {}),
      })
      await answer.text()
      await expect.poll(() => bus.list({ after: before }), { interval: 1 }).toHaveLength(1)
      const [published] = bus.list({ after: before })
      expect([published?.response.status, published?.route]).toEqual([200, 'POST /echo'])
      expect(JSON.stringify(published)).not.toContain(value)
    }),
    { numRuns: 300 },
  )
})
