import type { Exchange, ExchangeFilter } from '../kit/exchanges.ts'
import type { Fault } from '../kit/fault-schema.ts'
import type { ArmedFault } from '../kit/faults.ts'
import type { QuirkChange, QuirkInfo } from '../kit/quirks.ts'
import { type Caller, expectStatus } from './drivers/caller.ts'

export type ServerName = 'curity' | 'konnect' | 'gateway'

/** Reaches into the mocks: the same calls for a world in this process and for one that runs elsewhere. */
export interface Levers {
  /** Arms a fault at a route of one server (`POST /oauth/v2/oauth-token`). */
  fault(server: ServerName, fault: Fault): Promise<ArmedFault>
  /** Faults as they stand, with their hits. */
  faults(server: ServerName): Promise<ArmedFault[]>
  /** Moves the clock of one server, or of all three, by `ms`. */
  advance(ms: number, server?: ServerName): Promise<void>
  /** Changes switches of one server. */
  behave(server: ServerName, switches: object): Promise<void>
  /** Quirks of one server, after a change when one is asked for: some on, some off, or those of a release. */
  quirks(server: ServerName, change?: QuirkChange): Promise<QuirkInfo[]>
  /** What the servers were asked, in order. */
  exchanges(filter?: ExchangeFilter): Promise<Exchange[]>
  /** What a server knows, as its state document; with secrets only when asked. */
  state(server: ServerName, options?: { secrets?: boolean }): Promise<unknown>
  /** Loads a state document. */
  load(server: ServerName, document: unknown): Promise<void>
  /** Back to what each server was started with: state, switches, clock, faults. */
  reset(): Promise<void>
}

/** Where `/_mock/` of each server is. */
export type LeverCalls = Record<ServerName, Caller>

const all: readonly ServerName[] = ['curity', 'konnect', 'gateway']

export function leversOver(calls: LeverCalls): Levers {
  const each = <T>(act: (server: ServerName) => Promise<T>) => Promise.all(all.map(act))
  const faults = async (server: ServerName) => {
    const { body } = expectStatus(await calls[server]('GET', '/_mock/faults'), 200)
    return (body as { faults: ArmedFault[] }).faults
  }
  return {
    faults,
    async fault(server, fault) {
      return expectStatus(await calls[server]('POST', '/_mock/faults', { json: fault }), 201).body as ArmedFault
    },
    async advance(ms, only) {
      await each(async (server) => {
        if (only && only !== server) return
        expectStatus(await calls[server]('POST', '/_mock/clock', { json: { advance: ms } }), 200)
      })
    },
    async behave(server, switches) {
      expectStatus(await calls[server]('PATCH', '/_mock/behaviour', { json: switches }), 200)
    },
    async quirks(server, change) {
      const sent = change
        ? calls[server]('PATCH', '/_mock/quirks', { json: change })
        : calls[server]('GET', '/_mock/quirks')
      return (expectStatus(await sent, 200).body as { quirks: QuirkInfo[] }).quirks
    },
    async exchanges(filter = {}) {
      const lists = await each(async (server) => {
        const { body } = expectStatus(await calls[server]('GET', `/_mock/exchanges?${queryOf(filter)}`), 200)
        return (body as { exchanges: Exchange[] }).exchanges
      })
      return inOrder(lists.flat())
    },
    async state(server, { secrets = false } = {}) {
      return expectStatus(await calls[server]('GET', `/_mock/state?secrets=${secrets}`), 200).body
    },
    async load(server, document) {
      expectStatus(await calls[server]('PUT', '/_mock/state', { json: document }), 204)
    },
    async reset() {
      await each(async (server) => expectStatus(await calls[server]('POST', '/_mock/reset'), 204))
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
