import { UniqueViolation } from '../../kit/table.ts'
import { conflict, type Problem } from '../errors.ts'
import { taken } from '../reasons.ts'

/** Stores a row. @param conflicts the detail to refuse with, by the index that is taken. @throws Problem 409 */
export async function stored(store: Promise<unknown>, conflicts: Readonly<Record<string, string>>): Promise<void> {
  try {
    await store
  } catch (error) {
    throw error instanceof UniqueViolation ? conflictOf(error, conflicts) : error
  }
}

const conflictOf = ({ index }: UniqueViolation, conflicts: Readonly<Record<string, string>>): Problem =>
  conflict(conflicts[index] ?? 'Conflict', taken(`this ${index.replaceAll('_', ' ')}`))
