import type { FastifyRequest } from 'fastify'
import { warn, withhold } from '../../kit/recorder.ts'
import type { Inbound } from '../auth/inbound.ts'
import { type Admission, admit } from '../authorization/admission.ts'
import type { NodePart } from '../authorization/application.ts'
import { conceal } from '../authorization/conceal.ts'
import type { ServiceGuard } from '../authorization/service-guard.ts'
import type { Service } from '../configuration/entities.ts'
import { type GatewayError, noOperation } from '../errors.ts'
import type { Ace, PublishedOperation } from '../plugins/ace.ts'
import * as reasons from '../reasons.ts'
import type { RoutingTable } from '../routing/routing-table.ts'
import type { Target } from '../routing/target.ts'

/** A plugin that a request must get past: it asks for an application, or takes no such request at all. */
type Gate = { plugin: 'konnect-application-auth' | 'ace' } & ({ guard: ServiceGuard } | { refusal: GatewayError })

/** What stands between a request and its upstream. */
export interface Gates {
  /** In the order in which they are asked: the first that refuses answers. */
  gates: readonly Gate[]
  /** The published operation that the request is. */
  operation: PublishedOperation | undefined
}

/** The guard of the service, and that of the API whose published operation the request is, in the plugins' order (gateway.md 5.1, 5.4). */
export function gatesOf(
  { guards, apiGuards }: RoutingTable,
  { id }: Service,
  ace: Ace | undefined,
  target: Target,
): Gates {
  const guard = guards.get(id)
  const gates: Gate[] = guard ? [{ plugin: 'konnect-application-auth', guard }] : []
  if (!ace) return { gates, operation: undefined }
  const operation = ace.operationOf(target)
  const gate = operation ? gateOf(apiGuards.get(operation.api)) : otherwise(ace, target)
  if (gate) gates.splice(ace.goesFirst ? 0 : gates.length, 0, gate)
  return { gates, operation }
}

const gateOf = (guard: ServiceGuard | undefined): Gate | undefined => guard && { plugin: 'ace', guard }

const otherwise = ({ refusesOthers }: Ace, { method, path }: Target): Gate | undefined =>
  refusesOthers ? { plugin: 'ace', refusal: noOperation(reasons.noOperation(method, path)) } : undefined

/**
 * Lets a request past one gate after another. It goes on with what the last one found out; nothing where none asked.
 * @throws GatewayError of the first that refuses
 */
export async function letThrough(
  inbound: Inbound,
  { gates }: Gates,
  request: FastifyRequest,
  node: NodePart,
): Promise<Admission | undefined> {
  if (gates.length > 1) warn(request, 'ace and konnect-application-auth both ask: documented as unpredictable')
  const guards = gates.flatMap((gate) => ('guard' in gate ? gate.guard : []))
  for (const { entries } of guards) {
    for (const entry of entries) {
      if ('oidc' in entry) for (const warning of entry.oidc.settings.warnings) warn(request, warning)
    }
  }
  try {
    let admission: Admission | undefined
    for (const gate of gates) {
      if (gates.length > 1) inbound.trail.note(`${gate.plugin} asks`)
      if ('refusal' in gate) throw gate.refusal
      admission = await admit(inbound, gate.guard, node)
    }
    return admission
  } finally {
    for (const { secretNames } of guards) {
      if (secretNames.length === 0) continue
      conceal(inbound.raw, secretNames)
      withhold(request, secretNames)
    }
  }
}
