import { type Clock, epochSeconds } from '../../kit/clock.ts'
import { type Database, put } from '../../kit/table.ts'
import { type Expiring, sweeper } from '../tokens/sweeper.ts'
import type { NotedMembers } from './noted-members.ts'

/** Something the authorization code flow keeps between two requests: a session, a code, a refresh token. */
export interface Artifact extends Expiring {
  /** `<kind>:<key>`. */
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly payload: ArtifactPayload
}

/** What the engine stores; the members read here. */
export interface ArtifactPayload extends NotedMembers {
  readonly grantId?: string
  readonly uid?: string
  readonly clientId?: string
  readonly scope?: string
  /** When it was used, epoch seconds. */
  readonly consumed?: number
  readonly [member: string]: unknown
}

/** Artifacts of one server. They expire by the server's clock. */
export interface Artifacts {
  find(kind: string, key: string): Promise<Artifact | undefined>
  findByUid(kind: string, uid: string): Promise<Artifact | undefined>
  put(kind: string, key: string, payload: ArtifactPayload, lifetime: number): Promise<void>
  /** Marks one as used. False when it was used before, or is not there: of any number of uses at the same time, one gets true. */
  use(kind: string, key: string): Promise<boolean>
  remove(kind: string, key: string): Promise<void>
  /** Removes everything that hangs on a grant. */
  removeGrant(grantId: string): Promise<void>
  watchAll(): Promise<void>
}

/** Artifacts kept in one table of `database`. */
export function artifacts(database: Database, clock: Clock): Artifacts {
  const table = database.table<Artifact>({
    name: 'interactive_flow',
    indexes: { grant: ({ payload }) => payload.grantId, uid: ({ payload }) => payload.uid },
  })
  const { watch, watchAll } = sweeper(table, clock)
  const alive = (artifact: Artifact | undefined) =>
    artifact && artifact.expiresAt > epochSeconds(clock) ? artifact : undefined
  const store = async (artifact: Artifact) => {
    if (await put(table, artifact)) await watch(artifact)
  }
  return {
    watchAll,
    find: async (kind, key) => alive(await table.find(`${kind}:${key}`)),
    async findByUid(kind, uid) {
      return alive((await table.listBy('uid', uid)).find((artifact) => artifact.kind === kind))
    },
    put: (kind, key, payload, lifetime) =>
      store({ id: `${kind}:${key}`, kind, key, payload, expiresAt: epochSeconds(clock) + lifetime }),
    async use(kind, key) {
      const consumed = epochSeconds(clock)
      const used = await table.change(`${kind}:${key}`, (one) =>
        one.payload.consumed === undefined ? { ...one, payload: { ...one.payload, consumed } } : undefined,
      )
      return used !== undefined
    },
    async remove(kind, key) {
      await table.remove(`${kind}:${key}`)
    },
    async removeGrant(grantId) {
      for (const { id } of await table.listBy('grant', grantId)) await table.remove(id)
    },
  }
}
