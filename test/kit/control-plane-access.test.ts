import { expect, test } from 'vitest'
import { setUp } from './levers.ts'

test('callers from elsewhere need the control token', async () => {
  const { app } = await setUp({ controlToken: 'let-me-in' })
  const from = (remoteAddress: string, authorization?: string) =>
    app
      .inject({ url: '/_mock/health', remoteAddress, ...(authorization && { headers: { authorization } }) })
      .then(({ statusCode }) => statusCode)
  expect([
    await from('127.0.0.1'),
    await from('::1'),
    await from('::ffff:127.0.0.1'),
    await from('10.0.0.1'),
    await from('::ffff:10.0.0.1'),
    await from('10.0.0.1', 'Bearer wrong'),
    await from('10.0.0.1', 'Bearer let-me-in'),
  ]).toEqual([200, 200, 200, 403, 403, 403, 200])
})

test('without a control token the levers are shut to callers from elsewhere, whatever they send', async () => {
  const { app } = await setUp()
  const answers = ['', 'Bearer ', 'Bearer undefined'].map((authorization) =>
    app.inject({ url: '/_mock/reset', method: 'POST', remoteAddress: '10.0.0.1', headers: { authorization } }),
  )
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([403, 403, 403])
})

test('a page of another site cannot pull the levers of the browser it runs in', async () => {
  const { call } = await setUp()
  expect(await call('POST', '/reset', undefined, { 'sec-fetch-site': 'cross-site' })).toEqual([
    403,
    { message: 'levers answer on loopback, elsewhere only with MOCK_CONTROL_TOKEN' },
  ])
})
