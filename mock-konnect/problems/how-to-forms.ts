import type { Reason } from '../../kit/reason.ts'
import type { InvalidParameter } from '../errors.ts'
import { providerTypes } from '../model/dcr-provider.ts'
import { howToDcrToken, howToProviderType, howToStrategyType } from '../reasons.ts'

/** The published value that `printed` differs from by case only: the how-tos print `Curity`, the API takes `curity`. */
export const providerTypeOf = (printed: unknown): (typeof providerTypes)[number] | undefined =>
  typeof printed === 'string' ? providerTypes.find((type) => type.toLowerCase() === printed.toLowerCase()) : undefined

/** When a refused body is one that a vendor how-to prints (`konnect.md` 17): what the API takes in its place. */
export function howToReason(refused: readonly InvalidParameter[], body: unknown): Reason | undefined {
  const sent = (body ?? {}) as Record<string, unknown> // only read, member by member
  const isRefused = (field: string) => refused.some((parameter) => parameter.field === field)
  const type = providerTypeOf(sent.provider_type)
  if (isRefused('provider_type') && type) return howToProviderType(String(sent.provider_type), type)
  if (isRefused('dcr_config.dcr_token') && type === 'curity') return howToDcrToken()
  if (isRefused('strategy_type') && providerTypeOf(sent.strategy_type))
    return howToStrategyType(String(sent.strategy_type))
  return undefined
}

/** A body in its published form, and what was wrong with the form that was sent. */
export interface Published {
  body: Record<string, unknown>
  warnings: string[]
}

/**
 * A DCR provider as a how-to prints it, in the published form: type in any case, for Curity a `dcr_token` in place of the
 * initial client's secret (`konnect.md` 17).
 * @param initialClientId stands for the client id that the how-to leaves out
 */
export function publishedProvider(sent: Record<string, unknown>, initialClientId: string): Published {
  const type = providerTypeOf(sent.provider_type)
  const warnings: string[] = []
  const body = { ...sent }
  if (type && type !== sent.provider_type) {
    warnings.push(howToProviderType(String(sent.provider_type), type).advice)
    body.provider_type = type
  }
  if (type === 'curity' && isRecord(sent.dcr_config) && 'dcr_token' in sent.dcr_config) {
    const { dcr_token, ...config } = sent.dcr_config
    warnings.push(howToDcrToken().advice)
    body.dcr_config = { initial_client_id: initialClientId, initial_client_secret: dcr_token, ...config }
  }
  return { body, warnings }
}

/** A strategy as a how-to prints it, with the provider's type for its own, in the published form (`konnect.md` 17). */
export function publishedStrategy(sent: Record<string, unknown>): Published {
  if (!providerTypeOf(sent.strategy_type)) return { body: sent, warnings: [] }
  return {
    body: { ...sent, strategy_type: 'openid_connect' },
    warnings: [howToStrategyType(String(sent.strategy_type)).advice],
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
