import type { AuthStrategy } from './auth-strategy.ts'
import type { DcrProvider } from './dcr-provider.ts'
import type { Model } from './model.ts'

/** The provider that a strategy names, if it names one. */
export const strategyProvider = async (
  model: Model,
  strategy: AuthStrategy | undefined,
): Promise<DcrProvider | undefined> =>
  strategy?.dcr_provider_id ? model.dcrProviders.find(strategy.dcr_provider_id) : undefined
