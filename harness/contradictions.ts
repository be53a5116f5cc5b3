import { Complaints } from '../kit/complaints.ts'
import type { Complaint } from '../kit/validation.ts'
import { givenNodes } from './demo/start.ts'
import type { Given } from './given.ts'

/** Parts of a given that describe the demo world at Konnect. */
const ofDemoWorld = ['provider', 'strategy', 'publication', 'developer'] as const

/** Where a given takes its own words back, or says what could have no effect. */
export function contradictionsIn(given: Given): Complaint[] {
  const { gateway, konnect } = given
  const isEmpty = konnect?.world === 'empty'
  const idle = ofDemoWorld.filter((part) => isEmpty && given[part] !== undefined)
  const nodes = givenNodes(given)
  const undecided = nodes.findIndex(({ release, behaviour }) => release !== undefined && isVersioned(behaviour))
  const at =
    gateway?.nodes === undefined || typeof gateway.nodes === 'number' ? 'gateway' : `gateway.nodes.${undecided}`
  return [
    ...idle.map((path) => ({ path, expected: 'has no effect in an empty world; leave it out, or konnect.world' })),
    ...(undecided < 0 ? [] : [{ path: `${at}.release`, expected: 'must not stand beside the switch gatewayVersion' }]),
  ]
}

/** @throws Complaints */
export function refuseContradictions(given: Given): void {
  const list = contradictionsIn(given)
  if (list.length > 0) throw new Complaints('given', list)
}

const isVersioned = (behaviour: NonNullable<Given['gateway']>['behaviour'] = {}) =>
  behaviour.gatewayVersion !== undefined
