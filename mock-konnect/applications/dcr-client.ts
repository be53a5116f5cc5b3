import { isoTime } from '../../kit/clock.ts'
import type { Reason } from '../../kit/reason.ts'
import type { KonnectContext } from '../context.ts'
import type { DcrDriver, MadeClient, WantedClient } from '../dcr/driver.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { noteLeft, type OpenRisk, survivorOf } from '../dcr/orphans.ts'
import { orphaned, providerGone } from '../dcr/reasons.ts'
import { wantedClient } from '../dcr/wanted-client.ts'
import { Problem } from '../errors.ts'
import type { Application } from '../model/application.ts'
import { offersCredentialLists } from '../model/auth-strategy.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Orphan } from '../model/orphan.ts'
import { noteSecret } from './client-secrets.ts'
import { type DcrApplication, dcrProblem, isDcr, managed, providerOf } from './dcr-application.ts'
import type { Checked } from './new-application.ts'

type WithProvider = Checked & { provider: DcrProvider }

/**
 * Makes the application's client at the identity provider, then lets `store` store the application. When either fails, neither stays;
 * what may stay all the same is noted among the orphans.
 * @throws Problem 400 when the identity provider did not make it, and what `store` throws
 */
export async function storedWithClient(
  context: KonnectContext,
  row: Application,
  { strategy, provider }: WithProvider,
  store: (application: Application) => Promise<void>,
): Promise<{ application: Application; clientSecret: string }> {
  const driver = await context.dcr.driverOf(provider)
  const wanted = wantedClient(context, row, { strategy, provider })
  const { made, risk } = await madeClient(context, { driver, provider, wanted })
  const { management, management_secrets } = made.kept
  const dcr_client = { dcr_provider_id: provider.id, management, management_secrets }
  const application = { ...row, client_id: made.clientId, dcr_client }
  try {
    await store(application)
  } catch (error) {
    throw await afterUndoing(error, { driver, provider, made, risk })
  }
  if (offersCredentialLists(strategy, provider)) await noteSecret(context, application, made, null)
  await risk.over()
  return { application, clientSecret: made.clientSecret }
}

interface Making {
  driver: DcrDriver
  provider: DcrProvider
  wanted: WantedClient
}

/** Asks once, or again as often as the switch `idpRetries` says when the answer was lost: each lost one may have left a client. */
async function madeClient(
  context: KonnectContext,
  { driver, provider, wanted }: Making,
): Promise<{ made: MadeClient; risk: OpenRisk }> {
  const { orphans, behaviour } = context
  await askWhetherItMayRegister(context, wanted)
  const applicationId = wanted.belongsTo.application
  for (let retries = behaviour.current.idpRetries; ; retries--) {
    const clientName = wanted.name
    const risk = await orphans.open({ alone: 'client', provider, applicationId, clientId: null, clientName })
    try {
      return { made: await driver.create(provider, wanted), risk }
    } catch (error) {
      if (!(error instanceof DcrFailure)) throw error
      await noteLeft(risk, error)
      if (error.left !== 'unknown' || retries === 0) throw dcrProblem('create', error)
    }
  }
}

/** Only quirks ever refuse; so what was left is read for them alone. */
async function askWhetherItMayRegister({ behaviour, model }: KonnectContext, wanted: WantedClient): Promise<void> {
  if (!behaviour.quirks.has('mayRegister')) return
  const left = await model.orphans.all()
  try {
    behaviour.quirks.run('mayRegister', (_wanted: WantedClient, _left: readonly Orphan[]) => undefined, wanted, left)
  } catch (error) {
    if (!(error instanceof DcrFailure)) throw error
    throw dcrProblem('create', error)
  }
}

interface Undoing {
  driver: DcrDriver
  provider: DcrProvider
  made: MadeClient
  risk: OpenRisk
}

/** A client that nobody will own is deleted again. Gives the error to go on with: it tells when even that did not work. */
async function afterUndoing(error: unknown, { driver, provider, made, risk }: Undoing): Promise<unknown> {
  const survivor = await survivorOf(driver.remove(provider, made))
  if (!survivor) {
    await risk.over()
    return error
  }
  await risk.stays(survivor.certainty, survivor.reason, made.clientId)
  if (!(error instanceof Problem)) return error
  const { status, title, message, invalidParameters } = error
  const reason = orphaned(made.clientId, error.reason?.advice ?? message, survivor.reason.code)
  return new Problem(status, title, message, { reason, ...(invalidParameters && { invalidParameters }) })
}

/**
 * Deletes the client, then lets `remove` remove the application. Gives the reason when the client stays there, or may, and the
 * application goes all the same (switch `idpDeleteFailure`, or an answer that leaves doubt).
 * @throws Problem 400 when it stays and nothing may go on
 */
export async function removedWithClient(
  context: KonnectContext,
  application: Application,
  remove: () => Promise<void>,
): Promise<Reason | undefined> {
  const { orphans, behaviour } = context
  if (!isDcr(application)) return void (await remove())
  const { id, client_id: clientId, name: clientName, dcr_client } = application
  const provider = await providerOf(context, application)
  const place = provider ?? { id: dcr_client.dcr_provider_id, issuer: '' }
  const risk = await orphans.open({ alone: 'application', provider: place, applicationId: id, clientId, clientName })
  const survivor = await survivorOf(deletion(context, application, provider))
  if (survivor?.failed && behaviour.current.idpDeleteFailure === 'keep') {
    await (survivor.certainty === 'possible' ? risk.stays('possible', survivor.reason) : risk.over())
    throw dcrProblem('remove', new DcrFailure(survivor.reason))
  }
  await remove()
  await orphans.settle(id)
  if (!survivor) return undefined
  const left = await orphans.open({ alone: 'client', provider: place, applicationId: id, clientId, clientName })
  await left.stays(survivor.certainty, survivor.reason)
  return survivor.reason
}

async function deletion(
  { dcr, behaviour }: KonnectContext,
  application: DcrApplication,
  provider: DcrProvider | undefined,
): Promise<Reason | undefined> {
  if (!provider) throw new DcrFailure(providerGone())
  const { remove } = await dcr.driverOf(provider)
  return behaviour.quirks.run('removeClient', remove, provider, managed(application))
}

/** Keeps what an identity provider changed on the way. */
export async function keepManagement(
  { model, clock }: KonnectContext,
  { id, dcr_client }: DcrApplication,
  { management, management_secrets }: MadeClient['kept'],
): Promise<void> {
  const changed = { ...dcr_client, management, management_secrets }
  await model.applications.change(id, (row) => ({ ...row, dcr_client: changed, updated_at: isoTime(clock) }))
}
