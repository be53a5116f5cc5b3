import { describe, expect } from 'vitest'
import { test } from '../../harness/vitest.ts'

test('a test gets a world by name, and reads its refusals by reason', async ({ portal, gateway, calls }) => {
  const app = await portal.createApplication({ name: 'billing' })
  const refused = await gateway.get('/orders', { basic: app })
  expect(refused).toBeRefusedWith('gateway.application.not-registered')
  expect(refused).not.toBeRefusedWith('gateway.no-credentials')
  await portal.register(app)
  const answered = await gateway.get('/orders', { basic: app })
  expect(() => expect(answered).toBeRefusedWith('gateway.no-route')).toThrow(
    /was answered 200 without a reason; expected: gateway\.no-route/,
  )
  expect(await calls('POST /token-service/oauth-registration')).toHaveBeenCalledOnce()
  expect(await calls('GET /*')).not.toHaveBeenCalledOnce()
})

describe('with a given', () => {
  test.override('given', { curity: { registration: 'off' } })

  test('the world is as it is given', async ({ curity }) => {
    expect((await curity.discover()).registration_endpoint).toBeUndefined()
  })
})
