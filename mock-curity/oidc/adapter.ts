import type { Adapter, AdapterFactory, AdapterPayload, KoaContextWithOIDC } from 'oidc-provider'
import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { ClientDirectory } from '../clients/client-directory.ts'
import type { Delegations } from '../tokens/delegations.ts'
import type { Artifact, ArtifactPayload, Artifacts } from './artifacts.ts'
import { engineClient } from './engine-client.ts'
import { aheadOfMachine } from './machine-time.ts'
import { notedMembers } from './noted-members.ts'

/** What the engine's storage stands on. */
export interface AdapterOptions {
  artifacts: Artifacts
  clients: ClientDirectory
  delegations: Delegations
  clock: Clock
  /** The request that the engine is at. */
  current(): KoaContextWithOIDC | undefined
}

/** What buys tokens once (RFC 6749 §4.1.2 and §10.4). */
const usedOnce = ['AuthorizationCode', 'RefreshToken']

/** For artifacts that the engine keeps for ever, if there are any. */
const year = 365 * 24 * 60 * 60

/**
 * The engine's storage: clients come from the two stores of this server, artifacts from its tables. Access tokens are this
 * server's own, so the engine's are not kept.
 */
export function engineAdapter(options: AdapterOptions): AdapterFactory {
  const { artifacts, clients, delegations, clock } = options
  return (kind): Adapter => ({
    async upsert(key, payload, lifetime = year) {
      if (kind === 'AccessToken') return
      // Members that are undefined are not kept, and the rest are what we read of it.
      const kept = structuredClone(payload) as ArtifactPayload
      const noted = await notedMembers(kind, payload, options)
      const lives = Math.min(lifetime, (noted.rollsUntil ?? Infinity) - epochSeconds(clock))
      await artifacts.put(kind, key, { ...kept, ...signInTimes(kept, aheadOfMachine(clock)), ...noted }, lives)
    },
    async find(key) {
      if (kind !== 'Client') return payloadOf(await artifacts.find(kind, key), clock)
      const client = await clients.find(key)
      return client?.enabled ? engineClient(client) : undefined
    },
    findByUid: async (uid) => payloadOf(await artifacts.findByUid(kind, uid), clock),
    findByUserCode: async () => undefined,
    async consume(key) {
      if ((await artifacts.use(kind, key)) || !usedOnce.includes(kind)) return
      // The engine has looked whether it was used before; in between somebody else was faster.
      const { errors } = await import('oidc-provider')
      throw new errors.InvalidGrant('it was used in the same moment')
    },
    destroy: (key) => artifacts.remove(kind, key),
    async revokeByGrantId(grantId) {
      const delegation = await delegations.find(grantId)
      if (delegation) await delegations.revoke(delegation)
      await artifacts.removeGrant(grantId)
    },
  })
}

/** The engine reads the machine's clock: times are moved there, so that the server's clock decides what has expired, and how long ago a user signed in. */
function payloadOf(artifact: Artifact | undefined, clock: Clock): AdapterPayload | undefined {
  if (!artifact) return undefined
  const ahead = aheadOfMachine(clock)
  const exp = artifact.expiresAt - ahead
  // A copy all through: the engine writes into what it gets.
  return structuredClone({ ...artifact.payload, ...signInTimes(artifact.payload, -ahead), exp })
}

/** When the user signed in, moved by some seconds: of a session, and of what came of it. */
const signInTimes = (payload: ArtifactPayload, seconds: number): object =>
  Object.fromEntries(
    ['loginTs', 'authTime'].flatMap((name) => {
      const time = payload[name]
      return typeof time === 'number' ? [[name, time + seconds]] : []
    }),
  )
