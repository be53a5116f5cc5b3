import { Complaints } from '../kit/complaints.ts'
import { nearest } from '../kit/nearest.ts'
import { type Complaint, complaints } from '../kit/validation.ts'
import { knownFields, unknownFields } from '../mock-konnect/admin-api/auth-strategies/openid-connect-fields.ts'
import { contradictionsIn } from './contradictions.ts'
import { Given } from './given.ts'

/** All that is wrong with a given: what it does not have, fields that no strategy has, words that it takes back. */
export function wrongIn(given: Given): Complaint[] {
  const wrong = complaints(Given, given)
  return wrong.length > 0 ? wrong : [...strangeFields(given), ...contradictionsIn(given)]
}

/** @throws Complaints */
export function refuseWrong(given: Given): void {
  const list = wrongIn(given)
  if (list.length > 0) throw new Complaints('given', list)
}

/** Fields that Konnect would refuse in a strategy, unless it is told to keep them. */
function strangeFields({ strategy = {}, konnect }: Given): Complaint[] {
  if (konnect?.behaviour?.unknownStrategyFields === 'keep') return []
  return unknownFields(strategy).map((name) => ({
    path: `strategy.${name}`,
    expected: `no such field of openid-connect${nearest(name, knownFields())}`,
  }))
}
