import type { KonnectContext } from '../context.ts'
import type { ManagedClient } from '../dcr/driver.ts'
import { DcrFailure } from '../dcr/failure.ts'
import { badRequest, type Problem } from '../errors.ts'
import type { Application, DcrClient } from '../model/application.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'

/** An application together with the client that Konnect manages for it. */
export type DcrApplication = Application & { client_id: string; dcr_client: DcrClient }

export const isDcr = (application: Application): application is DcrApplication =>
  application.dcr_client !== null && application.client_id !== null

/** The client as drivers take it. */
export const managed = ({ client_id, dcr_client }: DcrApplication): ManagedClient => ({
  clientId: client_id,
  kept: dcr_client,
})

/** The provider at which the client was made, unless it was deleted since. */
export const providerOf = (
  { model }: KonnectContext,
  { dcr_client }: DcrApplication,
): Promise<DcrProvider | undefined> => model.dcrProviders.find(dcr_client.dcr_provider_id)

/** What the developer is told; the reason is for the exchange (`konnect.md` 10). */
const refused = {
  create: 'Unable to create the DCR application',
  rotate: 'Unable to refresh the secret of the DCR application',
  remove: 'Unable to delete the DCR application',
  update: 'Unable to update the DCR application',
  register: 'Unable to register the DCR application',
  unregister: 'Unable to unregister the DCR application',
  secrets: 'Unable to change the credentials of the DCR application',
}
export type DcrStep = keyof typeof refused

export const dcrProblem = (step: DcrStep, { reason }: DcrFailure): Problem => badRequest(refused[step], reason)

/** Does `work` at the identity provider. @throws Problem 400 when it did not work */
export async function atProvider<T>(step: DcrStep, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof DcrFailure ? dcrProblem(step, error) : error
  }
}
