import { isoTime } from '../../../kit/clock.ts'
import type { KonnectContext } from '../../context.ts'
import type { AuthStrategy } from '../../model/auth-strategy.ts'

/** Portals whose default is a strategy that goes away have none from then on. */
export async function forgetDefault({ model, clock }: KonnectContext, { id }: AuthStrategy): Promise<void> {
  for (const portal of await model.portals.all()) {
    if (portal.default_application_auth_strategy_id !== id) continue
    const updated_at = isoTime(clock)
    await model.portals.replace({ ...portal, default_application_auth_strategy_id: null, updated_at })
  }
}
