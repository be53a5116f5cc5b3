import { callsToCurity } from '../../scenarios/steps/calls-to-curity.ts'
import { asksNobody, type Lifetime } from './lifetime.ts'

const email = 'developer@example.com'
const session = { portalAccessTokenSeconds: 600, portalRefreshTokenSeconds: 1200 }

/** What lives by Konnect's clock. */
export const konnectLifetimes: Readonly<Record<string, Lifetime>> = {
  "developer's session": {
    server: 'konnect',
    seconds: 600,
    given: { konnect: { behaviour: session } },
    async begin({ portal }) {
      await portal.signIn()
      return async () => (await portal.call('GET', '/applications')).status === 200
    },
  },
  "refreshing a developer's session": {
    server: 'konnect',
    seconds: 1200,
    given: { konnect: { behaviour: session } },
    async begin({ portal }) {
      await portal.signIn()
      return async () => (await portal.call('POST', '/developer/refresh')).status < 300
    },
  },
  'token in a mail': {
    server: 'konnect',
    seconds: 600,
    given: { konnect: { behaviour: { mailTokenSeconds: 600 } } },
    async begin({ portal, levers }) {
      await portal.call('POST', '/developer/forgot-password', { json: { email } })
      const { token } = (await levers.mails()).at(-1) ?? {}
      const json = { token, password: 'developer-password' }
      return async () => (await portal.call('POST', '/developer/reset-password', { json })).status === 204
    },
  },
  'metadata of an issuer': {
    server: 'konnect',
    seconds: 60,
    given: { konnect: { behaviour: { discoveryTtlMs: 60_000 } } },
    async begin(world) {
      const create = () => world.portal.createApplication({ name: `one ${crypto.randomUUID()}` })
      const discoveries = async () => (await callsToCurity(world, '/.well-known/openid-configuration')).length
      await create()
      return () => asksNobody(discoveries, create)
    },
  },
}
