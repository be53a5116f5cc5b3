import { expect, test } from 'vitest'
import { client, server, together } from './configurations.ts'
import { curity } from './rig.ts'

const scopes = together(
  server({
    scopes: {
      scope: [
        { id: 'transaction_', prefix: true },
        { id: 'payments', 'time-to-live': 60 },
        { id: 'long', 'time-to-live': 9000 },
      ],
    },
  }),
  client({ id: 'service', scope: ['orders:read', 'transaction_', 'payments', 'long'] }),
)

test('a prefix scope stands for every scope that begins with it', async () => {
  const { token } = await curity({ configuration: scopes })
  expect(await token({ scope: 'transaction_42 orders:read' })).toMatchObject({
    status: 200,
    body: { scope: 'transaction_42 orders:read' },
  })
  expect(await token({ scope: 'transactions' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
})

test('a scope with a shorter time to live shortens the token, one with a longer does not lengthen it', async () => {
  const { token, introspect, clock } = await curity({ configuration: scopes })
  expect(await token({ scope: 'long' })).toMatchObject({ body: { expires_in: 300 } })
  const short = await token({ scope: 'orders:read payments' })
  expect(short).toMatchObject({ body: { expires_in: 60 } })
  const value = (short.body as { access_token: string }).access_token
  expect((await introspect(value)).body).toMatchObject({ active: true })
  clock.advance(60_000)
  expect((await introspect(value)).body).toEqual({ active: false })
})
