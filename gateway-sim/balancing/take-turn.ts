import type { ServerResponse } from 'node:http'
import type { Ids } from '../../kit/ids.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { Admission } from '../authorization/admission.ts'
import type { Service } from '../configuration/entities.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import type { Balancers } from './balancers.ts'
import { hashInputOf } from './hash-input.ts'
import type { Turn } from './turn.ts'

/** A request that is on its way to a service. */
export interface Balanced {
  balancers: Balancers
  service: Service
  store: EntityStore
  inbound: Inbound
  admission: Admission | undefined
  ids: Ids
  /** Its end is the end of the turn. */
  response: ServerResponse
  warn: (warning: string) => void
}

/** The request's turn at the upstream that its service names; undefined when the service's host is an address of its own. @throws GatewayError */
export function takeTurn(it: Balanced): { turn: Turn; setCookies: string[] } | undefined {
  const balancer = it.balancers.named(it.service.host, it.store)
  if (!balancer) return undefined
  const { upstream, warnings } = balancer
  for (const warning of warnings) it.warn(warning)
  const { value, setCookie } = hashInputOf(upstream, it.inbound, it.admission, it.ids)
  const turn = balancer.turn(it.service, value, (target) => {
    it.inbound.trail.note(`upstream ${upstream.name}: target ${target}`)
  })
  it.response.once('close', () => turn.end())
  return { turn, setCookies: setCookie === undefined ? [] : [setCookie] }
}
