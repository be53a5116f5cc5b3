import { UniqueViolation } from '../../../kit/table.ts'
import { conflict, type InvalidParameter, invalidParameters, missingReference } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import { taken } from '../../reasons.ts'

/** @throws Problem 400 when `id` is given and no strategy has it */
export async function refuseUnknownStrategy(model: Model, id: string | null | undefined): Promise<void> {
  if (!id || (await model.authStrategies.find(id))) return
  throw invalidParameters([missingReference('default_application_auth_strategy_id', 'Application auth strategy')])
}

/** The strategy that a portal gets when none is named: `Key Auth`, where it still exists (`konnect.md` 3.3). */
export async function usualStrategy(model: Model): Promise<string | null> {
  const named = await model.authStrategies.listBy('name', 'Key Auth')
  return named.find(({ strategy_type }) => strategy_type === 'key_auth')?.id ?? null
}

/** Stores a new portal. @throws Problem 400 for a name or domain that is taken: a create describes no 409 (`konnect.md` 4) */
export async function insertedOnce(store: Promise<void>): Promise<void> {
  try {
    await store
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    throw invalidParameters([mustBeUnique(error.index)], taken(`this ${error.index}`))
  }
}

/** Stores a changed portal. @throws Problem 409 for a name or domain that is taken */
export async function replacedOnce(store: Promise<boolean>): Promise<void> {
  try {
    await store
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    throw conflict(`A portal with the given ${error.index} already exists`, taken(`this ${error.index}`))
  }
}

const mustBeUnique = (field: string): InvalidParameter => ({
  field,
  reason: `"${field}" must be unique`,
  rule: 'invalid',
  source: 'body',
})
