import { UniqueViolation } from '../../../kit/table.ts'
import { type InvalidParameter, invalidParameters } from '../../errors.ts'
import { taken } from '../../reasons.ts'

/** Stores a new API. @throws Problem 400 for a slug, or name and version, that is taken: a create describes no 409 (`konnect.md` 7) */
export async function insertedOnce(store: Promise<void>): Promise<void> {
  try {
    await store
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    const field = error.index === 'slug' ? 'slug' : 'name'
    throw invalidParameters([{ ...mustBeUnique, field }], taken(`this ${error.index.replaceAll('_', ' ')}`))
  }
}

const mustBeUnique: Omit<InvalidParameter, 'field'> = {
  reason: 'name and version, and the slug, must be unique',
  rule: 'invalid',
  source: 'body',
}
