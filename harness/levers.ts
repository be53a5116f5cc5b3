import type { Exchange, ExchangeFilter } from '../kit/exchanges.ts'
import type { Fault } from '../kit/fault-schema.ts'
import type { ArmedFault } from '../kit/faults.ts'
import { nearest } from '../kit/nearest.ts'
import type { QuirkChange, QuirkInfo } from '../kit/quirks.ts'
import { type Caller, expectStatus } from './drivers/caller.ts'
import { type ClockChange, type ClockReading, type ServerLevers, serverLevers } from './server-levers.ts'

export type ServerName = 'curity' | 'konnect' | 'gateway' | 'upstream'

/**
 * Reaches into the mocks: the same calls for a world in this process and for one that runs elsewhere. What is said to `gateway` is
 * said to each of its nodes; `gateway.node(2)` has the levers of one. `upstream` is the API behind the gateway, where that is the built-in one.
 */
export interface Levers {
  /** The servers that have levers here. */
  readonly servers: readonly ServerName[]
  /** Arms a fault at an endpoint (`token`) or a route (`POST /oauth/v2/oauth-token`) of one server. */
  fault(server: ServerName, fault: Fault): Promise<ArmedFault>
  /** Faults as they stand, with their hits. */
  faults(server: ServerName): Promise<ArmedFault[]>
  /** Takes one fault of a server away, or all of them. */
  disarm(server: ServerName, id?: number): Promise<void>
  /** Moves the clock of one server, or of all, by `ms`. */
  advance(ms: number, server?: ServerName): Promise<void>
  /** Reads the clock of one server, after a change when one is asked for. */
  clock(server: ServerName, change?: ClockChange): Promise<ClockReading>
  /** Changes switches of one server. */
  behave(server: ServerName, switches: object): Promise<void>
  /** Quirks of one server, after a change when one is asked for: some on, some off, or those of a release. */
  quirks(server: ServerName, change?: QuirkChange): Promise<QuirkInfo[]>
  /** What the servers were asked, in order. */
  exchanges(filter?: ExchangeFilter): Promise<Exchange[]>
  /** How many exchanges are no longer kept, since there were too many: that of the server with the most. */
  dropped(): Promise<number>
  /** What a server knows, as its state document; with secrets only when asked. */
  state(server: ServerName, options?: { secrets?: boolean }): Promise<unknown>
  /** What mock-konnect would have sent by e-mail, oldest first. */
  mails(): Promise<Mail[]>
  /** Loads a state document. */
  load(server: ServerName, document: unknown): Promise<void>
  /** Back to what each server was started with: state, switches, quirks, clock, faults; and the ways between them. */
  reset(): Promise<void>
}

/** An e-mail that was not sent, and the token in it. */
export interface Mail {
  to: string
  portal_id: string
  /** The call that takes the token, as `verify-email`, `reset-password`. */
  purpose: string
  token: string
  sent_at: string
}

/** Where `/_mock/` of each server is. */
export type LeverCalls = Record<Exclude<ServerName, 'upstream'>, Caller> & { upstream: Caller | undefined }

/** Those that are mocks of ours always; the upstream may be anything. */
const all = ['curity', 'konnect', 'gateway'] as const

export function leversOver(calls: LeverCalls): Levers {
  const servers: readonly ServerName[] = calls.upstream ? [...all, 'upstream'] : all
  const callOf = (server: ServerName): Caller => {
    const call = calls[server]
    if (call) return call
    if (server === 'upstream')
      throw new Error('the upstream has no levers: it is not the echo API that comes with the harness')
    throw new RangeError(`there is no server "${server}"${nearest(server, servers)}`)
  }
  const at = (server: ServerName): ServerLevers => serverLevers(callOf(server))
  return {
    servers,
    fault: async (server, fault) => at(server).fault(fault),
    faults: async (server) => at(server).faults(),
    disarm: async (server, id) => at(server).disarm(id),
    async advance(ms, only) {
      await Promise.all((only ? [only] : servers).map((server) => at(server).advance(ms)))
    },
    clock: async (server, change) => at(server).clock(change),
    behave: async (server, switches) => at(server).behave(switches),
    quirks: async (server, change) => at(server).quirks(change),
    async exchanges(filter = {}) {
      const ask = async (server: (typeof all)[number]) => {
        const { body } = expectStatus(await calls[server]('GET', `/_mock/exchanges?${queryOf(filter)}`), 200)
        return (body as { exchanges: Exchange[] }).exchanges
      }
      return inOrder((await Promise.all(all.map(ask))).flat())
    },
    async dropped() {
      // A route that nobody has: only the count is asked for.
      const ask = async (server: (typeof all)[number]) => {
        const { body } = expectStatus(await calls[server]('GET', '/_mock/exchanges?route=none'), 200)
        return (body as { dropped: number }).dropped
      }
      return Math.max(...(await Promise.all(all.map(ask))))
    },
    async state(server, { secrets = false } = {}) {
      return expectStatus(await callOf(server)('GET', `/_mock/state?secrets=${secrets}`), 200).body
    },
    async mails() {
      const { body } = expectStatus(await calls.konnect('GET', '/_mock/mailbox'), 200)
      return (body as { mails: Mail[] }).mails
    },
    async load(server, document) {
      expectStatus(await callOf(server)('PUT', '/_mock/state', { json: document }), 204)
    },
    async reset() {
      // The ways first: the upstream may be reached by one. Servers that run one by one have none of theirs.
      const reply = await calls.konnect('DELETE', '/_mock/network')
      if (reply.status !== 404) expectStatus(reply, 204)
      await Promise.all(servers.map(async (server) => expectStatus(await callOf(server)('POST', '/_mock/reset'), 204)))
    },
  }
}

const queryOf = (filter: ExchangeFilter) => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
  return query.toString()
}

/** Servers in one process share a bus and tell the same exchanges; each stands once, in the order of arrival. */
function inOrder(exchanges: Exchange[]): Exchange[] {
  const seen = new Map(exchanges.map((exchange) => [`${exchange.server} ${exchange.id}`, exchange]))
  return [...seen.values()].sort((a, b) => a.arrived - b.arrived)
}
