import { type Clock, isoTime } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Reason } from '../../kit/reason.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Model } from '../model/model.ts'
import type { Orphan } from '../model/orphan.ts'
import { DcrFailure } from './failure.ts'
import { interrupted } from './reasons.ts'

/** What a call that may leave halves is about. */
export interface Risk {
  alone: Orphan['alone']
  provider: Pick<DcrProvider, 'id' | 'issuer'>
  applicationId: string | null
  clientId: string | null
  clientName: string
}

/** A call that may leave halves, noted until it is known how it ended. */
export interface OpenRisk {
  /** All went well, or nothing was done. */
  over(): Promise<void>
  /** A half stays, or may stay. */
  stays(certainty: 'possible' | 'certain', reason: Reason, clientId?: string): Promise<void>
}

export interface OrphanNotes {
  open(risk: Risk): Promise<OpenRisk>
  /** What was noted of an application is settled: it and its client are gone. */
  settle(applicationId: string): Promise<void>
  /** After a start or a restore: what was under way then ended unseen, unless both halves are there or gone. */
  recover(): Promise<void>
}

/** Notes of halves in the table `orphans`, which a state document shows. */
export function orphanNotes({ model, clock, ids }: { model: Model; clock: Clock; ids: Ids }): OrphanNotes {
  const change = (row: Orphan, changes: Partial<Orphan>) =>
    model.orphans.replace({ ...row, ...changes, updated_at: isoTime(clock) })

  return {
    async open({ alone, provider, applicationId, clientId, clientName }) {
      const now = isoTime(clock)
      const row: Orphan = {
        id: ids.uuid('orphan'),
        ...{ alone, certainty: 'under-way', application_id: applicationId, client_id: clientId },
        ...{ client_name: clientName, dcr_provider_id: provider.id, issuer: provider.issuer, reason: null },
        ...{ created_at: now, updated_at: now },
      }
      await model.orphans.insert(row)
      return {
        async over() {
          await model.orphans.remove(row.id)
        },
        async stays(certainty, { code, advice }, client_id = row.client_id ?? undefined) {
          await change(row, { certainty, reason: { code, advice }, client_id: client_id ?? null })
        },
      }
    },

    async settle(applicationId) {
      for (const { id } of await model.orphans.listBy('application', applicationId)) await model.orphans.remove(id)
    },

    async recover() {
      for (const row of await model.orphans.listBy('certainty', 'under-way')) {
        const application = row.application_id ? await model.applications.find(row.application_id) : undefined
        const isWhole = row.alone === 'client' ? application?.dcr_client : row.application_id && !application
        if (isWhole) await model.orphans.remove(row.id)
        else await change(row, { certainty: 'possible', reason: interrupted() })
      }
    },
  }
}

/** Notes what a failed create left. */
export async function noteLeft(risk: OpenRisk, { left, reason }: DcrFailure): Promise<void> {
  if (left === 'nothing') return risk.over()
  if (left === 'unknown') return risk.stays('possible', reason)
  return risk.stays('certain', reason, left.clientId)
}

/** A client that stays after a deletion, or may. */
export interface Survivor {
  certainty: 'possible' | 'certain'
  reason: Reason
  /** Whether the deletion failed; otherwise it went well, with a doubt. */
  failed: boolean
}

/** What a deletion leaves: nothing, a client that stays, or one that may. */
export async function survivorOf(deletion: Promise<Reason | undefined>): Promise<Survivor | undefined> {
  try {
    const doubt = await deletion
    return doubt && { certainty: 'possible', reason: doubt, failed: false }
  } catch (error) {
    if (!(error instanceof DcrFailure)) throw error
    return { certainty: error.left === 'unknown' ? 'possible' : 'certain', reason: error.reason, failed: true }
  }
}
