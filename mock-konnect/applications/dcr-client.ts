import { isoTime } from '../../kit/clock.ts'
import type { Reason } from '../../kit/reason.ts'
import type { KonnectContext } from '../context.ts'
import { type MadeClient, scopesOf } from '../dcr/driver.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { orphaned, providerGone } from '../dcr/reasons.ts'
import { badRequest, Problem } from '../errors.ts'
import type { Application, DcrClient } from '../model/application.ts'
import type { Checked } from './new-application.ts'

/** An application together with the client that Konnect manages for it. */
export type DcrApplication = Application & { client_id: string; dcr_client: DcrClient }

export const isDcr = (application: Application): application is DcrApplication =>
  application.dcr_client !== null && application.client_id !== null

/** What the developer is told; the reason is for the exchange (`konnect.md` 10). */
const refused = {
  create: 'Unable to create the DCR application',
  rotate: 'Unable to refresh the secret of the DCR application',
  remove: 'Unable to delete the DCR application',
}

/** Makes the application's client at the identity provider. @throws Problem 400 when that did not work */
export async function madeClient(
  { dcr }: KonnectContext,
  { name, redirect_uri }: Application,
  { strategy, provider }: Checked,
): Promise<MadeClient | undefined> {
  if (!provider) return undefined
  const wanted = { name, redirectUri: redirect_uri, scopes: scopesOf(strategy) }
  return atProvider('create', () => dcr.create(provider, wanted))
}

/** Gives the client a new secret, and keeps what the identity provider changed on the way. @throws Problem 400 */
export async function rotatedClient(context: KonnectContext, application: DcrApplication): Promise<MadeClient> {
  const { dcr } = context
  const provider = await providerOf(context, application)
  return atProvider('rotate', async () => {
    if (!provider) throw new DcrFailure(providerGone())
    try {
      const made = await dcr.rotate(provider, managed(application))
      await keep(context, application, made.kept)
      return made
    } catch (error) {
      if (error instanceof DcrFailure && error.kept) await keep(context, application, error.kept)
      throw error
    }
  })
}

/**
 * Deletes the client. Gives the reason when it stays there and the switch `idpDeleteFailure` says to go on all the same.
 * @throws Problem 400 when it stays and nothing may go on
 */
export async function removedClient(context: KonnectContext, application: Application): Promise<Reason | undefined> {
  if (!isDcr(application)) return undefined
  const provider = await providerOf(context, application)
  try {
    if (!provider) throw new DcrFailure(providerGone())
    await context.dcr.remove(provider, managed(application))
    return undefined
  } catch (error) {
    if (!(error instanceof DcrFailure)) throw error
    if (context.behaviour.current.idpDeleteFailure === 'forget') return error.reason
    throw problemOf('remove', error)
  }
}

/** A client that nobody will own is deleted again. Gives the error to go on with: it tells when even that did not work. */
export async function afterUndoing(
  { dcr }: KonnectContext,
  { provider }: Checked,
  made: MadeClient | undefined,
  error: unknown,
): Promise<unknown> {
  if (!provider || !made) return error
  try {
    await dcr.remove(provider, made)
    return error
  } catch (failure) {
    if (!(failure instanceof DcrFailure && error instanceof Problem)) return error
    const { status, title, message, invalidParameters } = error
    const reason = orphaned(made.clientId, error.reason?.advice ?? message, failure.reason.code)
    return new Problem(status, title, message, { reason, ...(invalidParameters && { invalidParameters }) })
  }
}

async function atProvider<T>(step: keyof typeof refused, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof DcrFailure ? problemOf(step, error) : error
  }
}

const problemOf = (step: keyof typeof refused, { reason }: DcrFailure): Problem => badRequest(refused[step], reason)

const providerOf = ({ model }: KonnectContext, { dcr_client }: DcrApplication) =>
  model.dcrProviders.find(dcr_client.dcr_provider_id)

const managed = ({ client_id, dcr_client }: DcrApplication) => ({ clientId: client_id, kept: dcr_client })

/** The row is read anew: its owner may have edited it while the identity provider was asked. */
async function keep(
  { model, clock }: KonnectContext,
  { id, dcr_client }: DcrApplication,
  kept: MadeClient['kept'],
): Promise<void> {
  const row = await model.applications.find(id)
  if (row)
    await model.applications.replace({ ...row, dcr_client: { ...dcr_client, ...kept }, updated_at: isoTime(clock) })
}
