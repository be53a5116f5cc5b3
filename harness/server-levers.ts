import type { Fault } from '../kit/fault-schema.ts'
import type { ArmedFault } from '../kit/faults.ts'
import type { QuirkChange, QuirkInfo } from '../kit/quirks.ts'
import { type Caller, expectStatus } from './drivers/caller.ts'

/** What a clock does: each member on its own, in this order. */
export interface ClockChange {
  /** Back to the machine's time. */
  reset?: boolean
  /** How far it is from the machine's time, in ms. */
  skew?: number
  /** Stops it, where it stands or at a time (epoch ms); `false` lets it run on. */
  freeze?: boolean | number
  /** Moves it, in ms; negative: back. */
  advance?: number
}

export interface ClockReading {
  /** Epoch ms. */
  now: number
  frozen: boolean
  /** How far it is from the machine's time, in ms. */
  offset: number
}

/** The levers of one server, or of one data plane node. */
export interface ServerLevers {
  /** Arms a fault at an endpoint (`token`) or a route. */
  fault(fault: Fault): Promise<ArmedFault>
  /** Faults as they stand, with their hits. */
  faults(): Promise<ArmedFault[]>
  /** Takes one fault away, or all. */
  disarm(id?: number): Promise<void>
  /** Moves the clock by `ms`. */
  advance(ms: number): Promise<void>
  /** Reads the clock, after a change when one is asked for. */
  clock(change?: ClockChange): Promise<ClockReading>
  /** Changes switches. */
  behave(switches: object): Promise<void>
  /** Quirks, after a change when one is asked for: some on, some off, or those of a release. */
  quirks(change?: QuirkChange): Promise<QuirkInfo[]>
}

/** @param call calls where `/_mock/` of the server is */
export function serverLevers(call: Caller): ServerLevers {
  const ask = async <Answer>(method: Parameters<Caller>[0], path: string, json: unknown, status: number) =>
    expectStatus(await call(method, `/_mock/${path}`, { json }), status).body as Answer // what the lever answers
  const clock = (change: ClockChange | undefined) => ask<ClockReading>(change ? 'POST' : 'GET', 'clock', change, 200)
  return {
    fault: (fault) => ask<ArmedFault>('POST', 'faults', fault, 201),
    faults: async () => (await ask<{ faults: ArmedFault[] }>('GET', 'faults', undefined, 200)).faults,
    async disarm(id) {
      await ask('DELETE', id === undefined ? 'faults' : `faults/${id}`, undefined, 204)
    },
    async advance(ms) {
      await clock({ advance: ms })
    },
    clock,
    async behave(switches) {
      await ask('PATCH', 'behaviour', switches, 200)
    },
    async quirks(change) {
      return (await ask<{ quirks: QuirkInfo[] }>(change ? 'PATCH' : 'GET', 'quirks', change, 200)).quirks
    },
  }
}
