import { existsSync } from 'node:fs'
import { Complaints } from '../kit/complaints.ts'
import { nearest } from '../kit/nearest.ts'
import { type Complaint, complaints } from '../kit/validation.ts'
import {
  knownFields,
  unknownFields,
  wrongValues,
} from '../mock-konnect/admin-api/auth-strategies/openid-connect-fields.ts'
import { contradictionsIn } from './contradictions.ts'
import { Given } from './given.ts'

/** All that is wrong with a given: what it does not have, what no strategy has, words that it takes back. */
export function wrongIn(given: Given): Complaint[] {
  const wrong = complaints(Given, given)
  return wrong.length > 0 ? wrong : [...strangeFields(given), ...contradictionsIn(given)]
}

/** @throws Complaints */
export function refuseWrong(given: Given): void {
  const list = [...wrongIn(given), ...missingProcedures(given)]
  if (list.length > 0) throw new Complaints('given', list)
}

/** Fields that Konnect would refuse in a strategy, unless it is told to keep them, and values. */
function strangeFields({ strategy = {}, konnect }: Given): Complaint[] {
  const unknown = konnect?.behaviour?.unknownStrategyFields === 'keep' ? [] : unknownFields(strategy)
  return [
    ...unknown.map((name) => ({
      path: `strategy.${name}`,
      expected: `no such field of openid-connect${nearest(name, knownFields())}`,
    })),
    ...wrongValues(strategy).map(({ name, reason }) => ({ path: `strategy.${name}`, expected: reason })),
  ]
}

/** Files of procedures that are not there; of a given that may be wrong otherwise. */
export const missingProcedures = (given: Given): Complaint[] =>
  (['procedures', 'tokenProcedures'] as const).flatMap((kind) =>
    Object.entries(given?.curity?.[kind] ?? {})
      .filter(([, file]) => typeof file === 'string' && !existsSync(file))
      .map(([name, file]) => ({ path: `curity.${kind}.${name}`, expected: `no such file: ${file}` })),
  )
