import { demo } from '../portal-world.ts'
import { type Call, call, type Reading, type Refused, twice } from './call.ts'

const password = 'correct horse battery staple'
const unknownToken = '00000000-0000-4000-8000-ffffffffffff'

/** A sign-up from the first mail to the session, then the demo developer's own session; the same in both versions (`konnect.md` 9.2). */
export function sessionsBy(version: 'v2' | 'v3'): readonly Call[] {
  const developer = `/api/${version}/developer`
  return [
    call(`POST ${developer}`, { body: { email: 'new@example.com', full_name: 'New' } }),
    call(`POST ${developer}/verify-email`, {
      body: newestToken,
      keep: { resetToken: 'token' },
      refused: [
        { status: 404, body: { token: unknownToken } },
        { status: 410, given: tooLate(`${developer}`), body: newestToken, after: true },
      ],
    }),
    call(`POST ${developer}/reset-password`, {
      body: ({ known }: Reading) => ({ token: known.resetToken, password }),
      refused: [
        { status: 404, body: { token: unknownToken, password } },
        {
          ...{ status: 410, given: tooLate(`${developer}/forgot-password`), after: true },
          body: async (reading: Reading) => ({ ...(await newestToken(reading)), password }),
        },
      ],
    }),
    call(`POST ${developer}/forgot-password`, { body: { email: 'new@example.com' } }),
    call(`POST ${developer}/authenticate`, {
      body: { username: demo.developer.email, password: demo.developer.password },
      refused: [
        { status: 401, body: { username: demo.developer.email, password: 'wrong-password' } },
        { status: 404, headers: { host: 'nobody.localhost' } },
      ],
    }),
    call(`POST ${developer}/refresh`),
    call(`GET ${developer}/me`),
  ]
}

/** A key-auth application with its keys, then one whose client Konnect makes, registered for an offer (`konnect.md` 9.4 to 9.6). */
export function applicationsBy(version: 'v2' | 'v3', offer: (reading: Reading) => object): readonly Call[] {
  const applications = `/api/${version}/applications`
  const application = `${applications}/{applicationId}`
  const at = { applicationId: 'keyed' }
  const credential = { ...at, credentialId: 'key' }
  return [
    call(`POST ${applications}`, {
      body: ({ known }: Reading) => ({ name: 'keyed', auth_strategy_id: known.keyStrategy }),
      keep: { keyed: 'id' },
      again: true,
    }),
    call(`POST ${application}/credentials`, {
      at,
      body: { display_name: 'first' },
      keep: { key: 'id' },
      refused: [tooMany(version)],
    }),
    call(`GET ${application}/credentials`, { at }),
    call(`PUT ${application}/credentials/{credentialId}`, { at: credential, body: { display_name: 'renamed' } }),
    call(`DELETE ${application}/credentials/{credentialId}`, { at: credential }),
    call(`POST ${applications}`, {
      body: ({ known }: Reading) => ({ name: 'billing', auth_strategy_id: known.strategy }),
      keep: { applicationId: 'id' },
      refused: [
        { status: 404, body: { name: 'other', auth_strategy_id: unknownToken } },
        { status: 403, given: publicPortal(version) },
        ...twice,
      ],
    }),
    call(`GET ${applications}`),
    call(`GET ${application}`),
    call(`PATCH ${application}`, {
      body: { description: 'changed' },
      refused: [{ status: 409, body: { name: 'keyed' } }],
    }),
    call(`POST ${application}/registrations`, { body: offer, keep: { registrationId: 'id' }, refused: twice }),
    call(`GET ${application}/registrations`),
    call(`GET ${application}/registrations/{registrationId}`),
  ]
}

const newestToken = async ({ mailToken }: Reading) => ({ token: await mailToken() })

/** A mail that was sent two days ago. */
const tooLate =
  (path: string): NonNullable<Refused['given']> =>
  async ({ app, levers }) => {
    await app.inject({ method: 'POST', url: path, payload: { email: 'late@example.com', full_name: 'Late' } })
    await app.inject({ method: 'POST', url: path, payload: { email: 'new@example.com' } })
    levers.clock.advance(2 * 86_400_000)
    return async () => levers.clock.advance(-2 * 86_400_000)
  }

/** The portal while nobody needs to sign in, and so nobody can have applications. */
const publicPortal =
  (version: 'v2' | 'v3'): NonNullable<Refused['given']> =>
  async ({ app }) => {
    const url = { v2: `/v2/portals/${demo.ids.classicPortal}`, v3: `/v3/portals/${demo.ids.portal}` }[version]
    const change = (isPublic: boolean) => {
      const payload = version === 'v2' ? { is_public: isPublic } : { authentication_enabled: !isPublic }
      return app.inject({ method: 'PATCH', url, payload, headers: { authorization: `Bearer ${demo.token}` } })
    }
    await change(true)
    return () => change(false)
  }

/** The 21st key of an application (`konnect.md` 15). */
const tooMany = (version: 'v2' | 'v3'): Refused => ({
  status: 403,
  at: { applicationId: version === 'v2' ? 'classicFullApplication' : 'fullApplication' },
})
