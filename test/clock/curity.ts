import { manage, registeredAt, registrationParts } from '../../scenarios/steps/curity-parts.ts'
import { registrarOf } from '../../scenarios/steps/registrar.ts'
import type { Lifetime } from './lifetime.ts'

const day = 86_400
const byClient = { grant_type: 'client_credentials' }
const opaque = { curity: { accessTokens: 'opaque' } } as const

/** An access token, as introspection sees it. */
const token = (seconds: number, given?: Lifetime['given']): Lifetime => ({
  server: 'curity',
  seconds,
  ...(given && { given }),
  async begin({ curity }, app) {
    const { access_token } = await curity.clientCredentials(app)
    return async () => (await curity.introspect(access_token)).active
  },
})

/** What lives by the identity server's clock. */
export const curityLifetimes: Readonly<Record<string, Lifetime>> = {
  // A JWT is read for three seconds more, the clock skew that issuers allow by default.
  'JWT access token': token(303),
  'opaque access token': token(300, opaque),
  'initial token': {
    server: 'curity',
    seconds: 300,
    async begin({ curity, addresses }) {
      const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' })
      return async () => (await curity.register({ grant_types: ['client_credentials'] }, access_token)).status === 201
    },
  },
  'registration token, for reading': {
    server: 'curity',
    seconds: 28 * day,
    async begin(world) {
      const client = await registeredAt(world)
      return async () => (await manage(world.curity, 'GET', client)).status === 200
    },
  },
  'registration token, for deleting': {
    server: 'curity',
    seconds: 365 * day,
    async begin(world) {
      const client = await registeredAt(world)
      return async () => (await manage(world.curity, 'DELETE', client)).status === 204
    },
  },
  'secret that ends': {
    server: 'curity',
    seconds: 3600,
    given: { curity: { behaviour: { registeredSecretSeconds: 3600 } } },
    async begin({ curity, portal }) {
      const fresh = await portal.createApplication({ name: `fresh ${crypto.randomUUID()}` })
      return async () => (await curity.requestToken(byClient, fresh)).status === 200
    },
  },
  'secret that was rotated': {
    server: 'curity',
    seconds: 600,
    given: { curity: { configuration: registrationParts({ 'client-management': { 'rotated-secret-ttl': 600 } }) } },
    async begin(world) {
      const client = await registeredAt(world)
      await manage(world.curity, 'GET', client)
      const { client_id: clientId, client_secret: clientSecret } = client
      return async () => (await world.curity.requestToken(byClient, { clientId, clientSecret })).status === 200
    },
  },
}
