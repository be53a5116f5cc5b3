// oidc-provider with an adapter that forgets nothing, and with what it otherwise warns about.
import { devJwk } from './dev-jwk.mjs'

class MapAdapter {
  static stores = new Map()
  constructor(model) {
    this.rows = MapAdapter.stores.get(model) ?? new Map()
    MapAdapter.stores.set(model, this.rows)
  }
  async upsert(id, payload) {
    this.rows.set(id, payload)
  }
  async find(id) {
    return this.rows.get(id)
  }
  async destroy(id) {
    this.rows.delete(id)
  }
  async consume() {}
  async findByUid() {}
  async findByUserCode() {}
  async revokeByGrantId() {}
}

const minutes = 60

export const options = {
  adapter: MapAdapter,
  jwks: { keys: [devJwk] },
  cookies: { keys: ['bench'] },
  ttl: {
    ClientCredentials: 5 * minutes,
    AccessToken: 5 * minutes,
    Session: minutes,
    Grant: minutes,
    IdToken: minutes,
    Interaction: minutes,
  },
  scopes: ['openid'],
  clients: [
    {
      client_id: 'bench',
      client_secret: 'bench-secret-bench-secret-bench-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    registration: { enabled: true, initialAccessToken: false },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'urn:bench',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
}
