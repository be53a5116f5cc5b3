import { initialClient, startIdentityProvider } from '../../identity-provider.ts'
import { auth0Client, startFakeAuth0 } from './fake-auth0.ts'
import { azureClient, startFakeAzure } from './fake-azure.ts'
import { bridgeKey, startFakeBridge } from './fake-bridge.ts'
import { oktaToken, startFakeOkta } from './fake-okta.ts'
import type { Meddling } from './fake-server.ts'

/** What the tables of all providers use of a fake: `create`, `rotate`, `update` and `delete` are steps of each. */
export interface AnyFake {
  issuer: string
  clients: { size: number; keys(): Iterable<string> }
  calls: string[]
  meddle(step: string, meddling: Meddling | undefined): void
  close(): Promise<void>
}

export interface Kind {
  type: string
  start(): Promise<AnyFake>
  /** `dcr_config` of a create. */
  config(fake: AnyFake): Record<string, unknown>
  /** What may be seen nowhere: the configured secret. */
  secret: string
}

/** The five kinds that are played by a server of the tests. The sixth, `kongIdentity`, is mock-konnect's own. */
export const kinds: readonly Kind[] = [
  {
    type: 'curity',
    start: startCurity,
    config: () => ({ initial_client_id: initialClient.id, initial_client_secret: initialClient.secret }),
    secret: initialClient.secret,
  },
  { type: 'okta', start: startFakeOkta, config: () => ({ dcr_token: oktaToken }), secret: oktaToken },
  {
    type: 'auth0',
    start: startFakeAuth0,
    config: () => ({ initial_client_id: auth0Client.id, initial_client_secret: auth0Client.secret }),
    secret: auth0Client.secret,
  },
  {
    type: 'azureAd',
    start: startFakeAzure,
    config: () => ({ initial_client_id: azureClient.id, initial_client_secret: azureClient.secret }),
    secret: azureClient.secret,
  },
  {
    type: 'http',
    start: startFakeBridge,
    config: ({ issuer }) => ({ dcr_base_url: `${new URL(issuer).origin}/dcr`, api_key: bridgeKey }),
    secret: bridgeKey,
  },
]

/** The Curity of the older tests, its steps under the names of the tables. */
async function startCurity(): Promise<AnyFake> {
  const idp = await startIdentityProvider()
  const steps = { create: 'register', rotate: 'read', delete: 'delete' } as const
  return {
    ...idp,
    meddle(step, meddling) {
      const own = steps[step as keyof typeof steps] // other steps are none of Curity's
      if (!own) throw new Error(`Curity has no step ${step}`)
      const { afterwards, ...rest } = meddling ?? {}
      if (afterwards === 'fail') throw new Error('the Curity of the tests cannot fail afterwards')
      idp.meddle(own, meddling && { ...rest, ...(afterwards && { afterwards }) })
    },
  }
}
