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

test.for(['GET', 'DELETE', 'OPTIONS', 'PUT'] as const)('answers %s without a body', async (method) => {
  const { body } = (await buildEchoApi().inject({ method, url: '/' })).json()
  expect(body).toBeNull()
})
