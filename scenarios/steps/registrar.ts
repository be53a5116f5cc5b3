import type { Addresses } from '../../harness/addresses.ts'
import type { ClientCredentials } from '../../harness/drivers/curity.ts'

/** The client that may register others. */
export const registrarOf = ({ curity: { registrar } }: Addresses): ClientCredentials => ({
  clientId: registrar.id,
  clientSecret: registrar.secret,
})
