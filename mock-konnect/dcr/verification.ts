import type { Reason } from '../../kit/reason.ts'
import type { KonnectContext } from '../context.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { WantedClient } from './driver.ts'
import { DcrFailure } from './failure.ts'
import { noteLeft, survivorOf } from './orphans.ts'

export interface Verification {
  status: 'success' | 'failed'
  errors: string[]
  reason?: Reason
}

/** What stands for ids of a trial client, which belongs to nothing. */
const nobody = '00000000-0000-4000-8000-000000000000'

/**
 * Makes a client and deletes it again. A failed verification is an answer, not an error (`konnect.md` 2.2). What an HTTP bridge says
 * reaches the operator (`konnect.md` 12).
 */
export async function verified(context: KonnectContext, provider: DcrProvider): Promise<Verification> {
  const { ids, dcr, orphans } = context
  const wanted = trial(`konnect-verify-${ids.hex('verify', 4)}`, context.organizationId)
  const clientName = wanted.name
  const risk = await orphans.open({ alone: 'client', provider, applicationId: null, clientId: null, clientName })
  try {
    const driver = await dcr.driverOf(provider)
    const made = await driver.create(provider, wanted)
    const survivor = await survivorOf(driver.remove(provider, made))
    await (survivor ? risk.stays(survivor.certainty, survivor.reason, made.clientId) : risk.over())
    return { status: 'success', errors: [], ...(survivor && { reason: survivor.reason }) }
  } catch (error) {
    if (!(error instanceof DcrFailure)) throw error
    await noteLeft(risk, error)
    const told = provider.provider_type === 'http' && error.said ? [error.said] : []
    return { status: 'failed', errors: ['Unable to create the DCR application', ...told], reason: error.reason }
  }
}

const trial = (name: string, organization: string): WantedClient => ({
  name,
  description: null,
  redirectUri: null,
  scopes: [],
  authMethods: ['client_credentials'],
  audience: undefined,
  belongsTo: { application: nobody, portal: nobody, organization, developer: nobody, strategy: nobody },
})
