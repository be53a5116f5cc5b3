import { asClientId, valueAt } from '../auth/claim-path.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { AccessToken } from '../auth/outcome.ts'
import type { Consumer } from '../configuration/entities.ts'
import { elsewhere } from '../errors.ts'
import { type ConsumerMapping, type OpenIdConnectPlugin, pathsOf } from '../plugins/openid-connect.ts'
import * as reasons from '../reasons.ts'
import { type Admission, admissionOf, anonymousOf } from './admission.ts'
import type { NodePart } from './application.ts'
import { oidcRefusal } from './oidc-refusal.ts'

/**
 * Lets a caller on by the stand-alone `openid-connect` plugin: by its token it is a consumer, or one without (gateway.md 3.1, 7).
 * @throws GatewayError
 */
export async function admitByPlugin(
  inbound: Inbound,
  { oidc, mapping }: OpenIdConnectPlugin,
  node: NodePart,
): Promise<Admission> {
  const { settings } = oidc
  const outcome = await oidc.authenticate(inbound)
  if (outcome.kind === 'elsewhere') throw elsewhere(outcome.location, outcome.reason, outcome.setCookies)
  if (outcome.kind !== 'authenticated') {
    const anonymous = outcome.kind === 'forbidden' ? undefined : anonymousOf(settings, node)
    if (anonymous) return anonymous
    throw oidcRefusal(outcome, settings, inbound, node)
  }
  const found = mapped(outcome.token, mapping, node)
  if (typeof found === 'string' && !mapping.consumer_optional) {
    inbound.trail.log('notice', `[openid-connect] kong consumer was not found (${found})`)
    throw oidcRefusal({ kind: 'forbidden', reason: reasons.consumerNotFound(found) }, settings, inbound, node)
  }
  const consumer = typeof found === 'string' ? undefined : found
  if (consumer) inbound.trail.note(`consumer ${consumer.id}`)
  return admissionOf(outcome, settings, node, { consumer, groups: groupsOf(outcome.token, mapping, node) })
}

/** The consumer that a token stands for, nothing when no claim is configured, or in words why there is none. */
function mapped({ claims }: AccessToken, mapping: ConsumerMapping, node: NodePart): Consumer | string | undefined {
  const paths = pathsOf(mapping, node.version.knowsConsumerClaims)
  let why: string | undefined
  for (const path of paths) {
    const value = asClientId(node.quirks.run('claimAt', valueAt, claims ?? {}, path))
    const by = mapping.consumer_by ?? ['custom_id', 'username']
    const consumer = value === undefined ? undefined : node.consumers.find(by, value, node)
    if (consumer) return consumer
    why = value === undefined ? `claim (${path.join('.')}) was not found for consumer mapping` : `no ${by} ${value}`
  }
  return why
}

function groupsOf({ claims }: AccessToken, { authenticated_groups_claim: path }: ConsumerMapping, node: NodePart) {
  const value = path ? node.quirks.run('claimAt', valueAt, claims ?? {}, path) : undefined
  if (typeof value === 'string') return value.split(' ')
  return Array.isArray(value) ? value.map(String) : []
}
