import { nearest } from '../../../kit/nearest.ts'
import type { KonnectContext } from '../../context.ts'
import { conflict, type InvalidParameter, invalidParameters, missingReference } from '../../errors.ts'
import type { AuthStrategy, OpenidConnectConfig } from '../../model/auth-strategy.ts'
import type { Model } from '../../model/model.ts'
import { inUse, strategyProviderFixed } from '../../reasons.ts'
import { knownFields, unknownFields, wrongValues } from './openid-connect-fields.ts'

/** What a create, a replacement and an update have in common. */
export interface SentStrategy {
  configs?: { 'openid-connect'?: object; 'key-auth'?: object }
  dcr_provider_id?: string | null
}

/**
 * What the schema cannot tell: fields and values that the gateway plugin does not know, and a provider that does not exist.
 * @throws Problem 400 with all of it
 */
export async function refuseUnknown(
  { model, behaviour }: KonnectContext,
  { configs, dcr_provider_id }: SentStrategy,
): Promise<void> {
  const config = configs?.['openid-connect'] ?? {}
  const unknown = behaviour.current.unknownStrategyFields === 'refuse' ? unknownFields(config) : []
  const mistakes = [...unknown.map(unknownField), ...wrongValues(config).map(wrongValue)]
  if (dcr_provider_id && !(await model.dcrProviders.find(dcr_provider_id))) {
    mistakes.push(missingReference('dcr_provider_id', 'DCR provider'))
  }
  if (mistakes.length > 0) throw invalidParameters(mistakes)
}

/** As the live service words it (`konnect.md` 1.4). */
const unknownField = (name: string): InvalidParameter => ({
  field: `configs.openid-connect.${name}`,
  reason: 'unknown field',
  rule: 'invalid',
  source: 'body',
  hint: nearest(name, knownFields()),
})

const wrongValue = ({ name, reason }: { name: string; reason: string }): InvalidParameter => ({
  field: `configs.openid-connect.${name}`,
  reason,
  rule: 'invalid',
  source: 'body',
})

/** @throws Problem 409 when the provider of a strategy changes under living applications (`konnect.md` 3.3, PROP) */
export async function refuseProviderChange(
  { model, behaviour }: KonnectContext,
  before: AuthStrategy,
  after: AuthStrategy,
): Promise<void> {
  if (after.dcr_provider_id === before.dcr_provider_id || behaviour.current.strategyProviderChange === 'accept') return
  const applications = await model.applications.countBy('auth_strategy', before.id)
  if (applications > 0) throw conflict('Application auth strategy is in use', strategyProviderFixed())
}

/** @throws Problem 409 while a product version in a portal, an API publication or an application uses the strategy */
export async function refuseInUse(model: Model, { id }: AuthStrategy): Promise<void> {
  const publications = await model.publications.countBy('auth_strategy', id)
  const applications = await model.applications.countBy('auth_strategy', id)
  if (publications + applications === 0) return
  const users = `${publications} publications and ${applications} applications`
  throw conflict('Application auth strategy is in use', inUse('strategy', users))
}

/** Configs after a partial update: sent members replace, a null `ttl` clears (`konnect.md` 3.3). */
export function mergedConfigs(
  configs: AuthStrategy['configs'],
  changes: SentStrategy['configs'],
): AuthStrategy['configs'] {
  if (!changes) return configs
  if (configs['openid-connect']) {
    const merged: OpenidConnectConfig = { ...configs['openid-connect'], ...changes['openid-connect'] }
    return { 'openid-connect': merged }
  }
  const merged = Object.entries({ ...configs['key-auth'], ...changes['key-auth'] }).filter(
    ([, value]) => value !== null,
  )
  return { 'key-auth': Object.fromEntries(merged) }
}
