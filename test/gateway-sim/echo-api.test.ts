import { expect, test } from 'vitest'
import { buildEchoApi } from '../../gateway-sim/echo-api.ts'

test('answers with what it was asked, secrets masked', async () => {
  const app = buildEchoApi()
  const answer = await app.inject({
    method: 'POST',
    url: '/a/b?x=1&access_token=abc',
    headers: { authorization: 'Bearer abc', 'content-type': 'application/json', 'x-a': '1' },
    payload: '{"client_secret":"abc","order":7}',
  })
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    {
      method: 'POST',
      path: '/a/b',
      query: { x: '1', access_token: '***' },
      headers: {
        authorization: 'Bearer ***',
        'content-length': '33',
        'content-type': 'application/json',
        host: 'localhost:80',
        'user-agent': 'lightMyRequest',
        'x-a': '1',
      },
      body: '{"client_secret":"***","order":7}',
    },
  ])
})

test('its levers stand before its answers; a fault calls it upstream', async () => {
  const app = buildEchoApi()
  const fault = { endpoint: 'upstream', kind: 'answer', status: 418, requestBody: { order: '7' } }
  const armed = await app.inject({ method: 'POST', url: '/_mock/faults', payload: fault })
  expect(armed.statusCode).toBe(201)
  const post = (payload: object) => app.inject({ method: 'POST', url: '/orders', payload })
  expect([(await post({ order: 8 })).statusCode, (await post({ order: 7 })).statusCode]).toEqual([200, 418])
  expect((await app.inject('/_mocking')).json().path).toBe('/_mocking')
})

test.for(['GET', 'DELETE', 'OPTIONS', 'PUT'] as const)('answers %s without a body', async (method) => {
  const { body } = (await buildEchoApi().inject({ method, url: '/' })).json()
  expect(body).toBeNull()
})
