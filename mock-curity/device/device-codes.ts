import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Database } from '../../kit/table.ts'
import { sweeper } from '../tokens/sweeper.ts'
import type { UserDecision, WaitingDecisions } from './user-decision.ts'

/** A device that waits for its user (RFC 8628). The id is the device code. */
export interface DeviceCode extends UserDecision {
  readonly userCode: string
}

/** Device codes of one server. */
export interface DeviceCodes extends WaitingDecisions<DeviceCode> {
  issue(wanted: { clientId: string; scope: string }): Promise<DeviceCode>
  findByUserCode(userCode: string): Promise<DeviceCode | undefined>
  watchAll(): Promise<void>
}

/** Seconds that a device code lives, and between two polls (RFC 8628 §3.2; what the product has is not known). */
export const deviceTimes = { lifetime: 600, interval: 5 } as const

/** Letters that nobody mistakes, and that make no words (RFC 8628 §6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

/** Device codes kept in one table of `database`. */
export function deviceCodes(database: Database, clock: Clock, ids: Ids): DeviceCodes {
  const table = database.table<DeviceCode>({ name: 'device_codes', indexes: { user: ({ userCode }) => userCode } })
  const { watch, watchAll } = sweeper(table, clock)
  return {
    watchAll,
    async issue({ clientId, scope }) {
      const code: DeviceCode = {
        ...{ id: ids.secret('device-code'), userCode: newUserCode(ids), clientId, scope, state: 'pending' },
        expiresAt: epochSeconds(clock) + deviceTimes.lifetime,
      }
      await table.insert(code)
      await watch(code)
      return code
    },
    find: (code) => table.find(code),
    findByUserCode: async (userCode) => (await table.listBy('user', normal(userCode)))[0],
    change: (id, how) => table.change(id, how),
    remove: async (code) => table.remove(code),
  }
}

function newUserCode(ids: Ids): string {
  const bytes = Buffer.from(ids.hex('user-code', 8), 'hex')
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/** People type codes as they like. */
function normal(typed: string): string {
  const text = typed.toUpperCase().replaceAll(/[^A-Z]/g, '')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}
