import { hash } from 'node:crypto'
import * as oauth from 'openid-client'
import { describe, expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, server, together } from './configurations.ts'
import { registeredApp, signedIn } from './registered-app.ts'
import { curity, decoded, introspectPath, issuer, member, revokePath, start, tokenPath } from './rig.ts'

const capabilities = { 'resource-owner-password-credentials': {} }

/** A client that gets refresh tokens for Alice by her password. */
async function rig(leaves: object = {}) {
  const made = await curity({
    configuration: together(
      server({ 'client-capabilities': capabilities }),
      client({ id: 'app', secret: 'app-secret', capabilities, scope: ['email', 'openid'], ...leaves }),
    ),
  })
  const own = basicAuthorization('app', 'app-secret')
  const ask = (form: Record<string, string>) => made.form(tokenPath, form, own)
  const first = await ask({ grant_type: 'password', username: 'alice', password: 'alice-password', scope: 'email' })
  const refresh = (token: unknown) => ask({ grant_type: 'refresh_token', refresh_token: String(token) })
  const revoke = (token: unknown) => made.form(revokePath, { token: String(token) }, own)
  return { ...made, refresh, revoke, first: String(member(first, 'refresh_token')) }
}

const dead = { status: 200, body: { active: false } }

describe('introspection of a refresh token', () => {
  test('tells whose it is, with the hint or without', async () => {
    const { introspect, form, first } = await rig()
    const said = await introspect(first)
    expect(said.body).toEqual({
      sub: 'alice',
      iss: issuer,
      active: true,
      client_id: 'app',
      scope: 'email',
      exp: start + 3600,
      delegationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const introspector = basicAuthorization('introspector', 'introspector-secret')
    const hinted = await form(introspectPath, { token: first, token_type_hint: 'refresh_token' }, introspector)
    expect(hinted.body).toEqual(said.body)
  })

  test('has no phantom token: a gateway never lets one pass', async () => {
    const { introspect, first } = await rig()
    expect(await introspect(first, 'application/jwt')).toMatchObject({ status: 204, text: '' })
  })

  test('says that one is dead that was used, revoked, or has expired', async () => {
    const { introspect, refresh, revoke, first, clock } = await rig()
    const second = member(await refresh(first), 'refresh_token')
    expect(await introspect(first)).toMatchObject(dead)
    expect(await introspect(String(second))).toMatchObject({ body: { active: true } })
    await revoke(second)
    expect(await introspect(String(second))).toMatchObject(dead)
    const other = await rig()
    other.clock.advance(3_600_000)
    expect(await other.introspect(other.first)).toMatchObject(dead)
    expect(clock.now()).toBe(start * 1000)
  })
})

describe('refresh-token-max-rolling-lifetime', () => {
  test('ends the last of those that replace each other, however often', async () => {
    const { introspect, refresh, first, clock } = await rig({ 'refresh-token-max-rolling-lifetime': 5000 })
    clock.advance(3000_000)
    const second = await refresh(first)
    expect((await introspect(String(member(second, 'refresh_token')))).body).toMatchObject({ exp: start + 5000 })
    clock.advance(1999_000)
    const third = await refresh(member(second, 'refresh_token'))
    expect((await introspect(String(member(third, 'refresh_token')))).body).toMatchObject({ exp: start + 5000 })
    clock.advance(1000)
    expect(await refresh(member(third, 'refresh_token'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
      reason: 'curity.token.grant-refused',
    })
  })

  test('without it they roll for ever, and one that is shorter than their lifetime ends the first', async () => {
    const endless = await rig()
    let token: unknown = endless.first
    for (let hour = 0; hour < 5; hour++) {
      endless.clock.advance(3599_000)
      token = member(await endless.refresh(token), 'refresh_token')
    }
    expect(token).toMatch(/^_1XBPWQQ_/)
    const short = await rig({ 'refresh-token-max-rolling-lifetime': 60 })
    expect((await short.introspect(short.first)).body).toMatchObject({ exp: start + 60 })
  })

  test('holds for the code flow of a registered client', async () => {
    const app = await registeredApp({
      metadata: { refresh_token_ttl: 10_000, refresh_token_max_rolling_lifetime: 15_000 },
    })
    const { tokens } = await signedIn(app)
    const { client_id, client_secret } = app.config.clientMetadata()
    // By hand: a library would hold the times of the ID token against its own clock.
    const refresh = async (token: unknown) => {
      const form = { client_id, client_secret: String(client_secret), refresh_token: String(token) }
      const body = new URLSearchParams({ grant_type: 'refresh_token', ...form })
      const answer = await fetch(String(app.config.serverMetadata().token_endpoint), { method: 'POST', body })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    app.clock.advance(9_000_000)
    const second = await refresh(tokens.refresh_token)
    expect(second.status).toBe(200)
    app.clock.advance(6_000_000)
    expect(await refresh(second.body.refresh_token)).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })
})

test('the ID token of a code has the hash of the state (s_hash), that of a refresh token has none', async () => {
  const app = await registeredApp()
  const { tokens, idToken } = await signedIn(app)
  const half = hash('sha256', 'some-state', 'buffer').subarray(0, 16).toString('base64url')
  expect(decoded(idToken).claims.s_hash).toBe(half)
  const refreshed = await oauth.refreshTokenGrant(app.config, String(tokens.refresh_token))
  expect(decoded(String(refreshed.id_token)).claims).not.toHaveProperty('s_hash')
})
