import { expect, test } from 'vitest'
import { jwt, profile, together } from './configurations.ts'
import { curity, member } from './rig.ts'

const withSkew = (seconds: number) =>
  together(
    jwt,
    profile({ 'token-issuers': { 'default-token-issuer': { 'jwt-issuer-settings': { 'clock-skew': seconds } } } }),
  )

test.for([
  ['3 seconds by default', jwt, 3],
  ['as many as the issuer has', withSkew(60), 60],
  ['none', withSkew(0), 0],
] as const)('a JWT is read after its end: %s', async ([, configuration, seconds]) => {
  const { token, introspect, clock } = await curity({ configuration })
  const value = String(member(await token(), 'access_token'))
  clock.advance((300 + seconds) * 1000 - 1000)
  const late = await introspect(value, 'application/jwt')
  expect([late.status, late.headers['cache-control']]).toEqual([200, seconds === 0 ? 'max-age=1' : 'max-age=0'])
  clock.advance(1000)
  expect((await introspect(value)).body).toEqual({ active: false })
})

test('an opaque token ends to the second', async () => {
  const { token, introspect, clock } = await curity()
  const value = String(member(await token(), 'access_token'))
  clock.advance(299_000)
  expect((await introspect(value)).body).toMatchObject({ active: true })
  clock.advance(1000)
  expect((await introspect(value)).body).toEqual({ active: false })
})
