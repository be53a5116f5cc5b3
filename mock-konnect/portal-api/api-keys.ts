import { notDcr } from '../applications/reasons.ts'
import type { KonnectContext } from '../context.ts'
import { badRequest, forbidden } from '../errors.ts'
import type { Application } from '../model/application.ts'
import type { KeyAuthConfig } from '../model/auth-strategy.ts'
import type { ApiKey } from '../model/credential.ts'
import { newEntity } from '../model/new-entity.ts'
import { tokenHash } from '../secrets/token-hash.ts'
import { credentialLimit } from './reasons.ts'

/** `konnect.md` 15. */
const keysPerApplication = 20
const days = { days: 1, weeks: 7, years: 365 }

/**
 * Makes an API key. The key is given once; its hash is kept.
 * @throws Problem 400 when the application has its credentials elsewhere (`konnect.md` 9.5), 403 at the limit
 */
export async function newApiKey(
  context: KonnectContext,
  application: Application,
  displayName = 'API Key',
): Promise<{ key: ApiKey; secret: string }> {
  const { model, ids, clock } = context
  const strategy = await model.authStrategies.find(application.auth_strategy_id)
  if (strategy?.strategy_type !== 'key_auth') {
    throw badRequest('The application does not support multiple credentials', notDcr())
  }
  if ((await model.apiKeys.countBy('application', application.id)) >= keysPerApplication) {
    const detail = `Maximum number of Credentials exceeded. Max Allowed: ${keysPerApplication}`
    throw forbidden(detail, credentialLimit(keysPerApplication))
  }
  const secret = ids.secret('api-key')
  const key: ApiKey = {
    ...newEntity(context, 'credential'),
    application_id: application.id,
    display_name: displayName,
    key_hash: tokenHash(secret),
    status: 'active',
    expires_at: expiry(strategy.configs['key-auth']?.ttl, clock.now()),
  }
  await model.apiKeys.insert(key)
  return { key, secret }
}

const expiry = (ttl: KeyAuthConfig['ttl'], now: number): string | null =>
  ttl ? new Date(now + ttl.value * days[ttl.unit] * 86_400_000).toISOString() : null
