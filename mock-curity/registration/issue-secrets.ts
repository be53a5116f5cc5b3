import { epochSeconds } from '../../kit/clock.ts'
import type { RegisteredClient, RegistrationToken } from '../clients/registered-client.ts'
import type { Management } from '../configuration/registration.ts'
import { hashOf } from '../secrets.ts'
import type { Services } from '../services.ts'
import type { FreshSecrets } from './answer.ts'

type Sources = Pick<Services, 'ids' | 'clock' | 'behaviour'>

/** A row with the secrets it has from now on, and those secrets. */
export interface Issued {
  row: RegisteredClient
  fresh: FreshSecrets
}

/** The first secret of a client that is made now, and the first token that manages it, if clients are managed. */
export function issueSecrets(row: RegisteredClient, management: Management | undefined, sources: Sources): Issued {
  const clientSecret = hasSecret(row) ? newSecret(sources) : undefined
  const registrationToken = management ? sources.ids.uuid('registration-token') : undefined
  return {
    fresh: { clientSecret, registrationToken },
    row: {
      ...row,
      ...(clientSecret !== undefined && kept(clientSecret, row.updated, sources)),
      ...(management &&
        registrationToken && { registrationToken: firstToken(registrationToken, row.updated, management) }),
    },
  }
}

/**
 * Reading and replacing a client gives it a new secret and a new registration token (`curity.md` 3).
 * @param used the client's own registration token; undefined when a management client's token was used
 */
export function rotateSecrets(
  row: RegisteredClient,
  used: string | undefined,
  management: Management,
  sources: Sources,
): Issued {
  const { ids, clock, behaviour } = sources
  const rotates = behaviour.current.readRotatesSecret && hasSecret(row)
  const clientSecret = rotates ? newSecret(sources) : undefined
  const reused = management.reuse && row.registrationToken !== undefined
  const registrationToken = reused ? used : ids.uuid('registration-token')
  const updated = epochSeconds(clock)
  const oldSecret =
    row.secretHash === undefined
      ? undefined
      : { hash: row.secretHash, until: clock.now() + management.rotatedSecretTtl * 1000 }
  return {
    fresh: { clientSecret, registrationToken },
    row: {
      ...row,
      updated,
      ...(clientSecret !== undefined && { ...kept(clientSecret, updated, sources), ...(oldSecret && { oldSecret }) }),
      ...(registrationToken !== undefined && {
        registrationToken: nextToken(
          row.registrationToken,
          firstToken(registrationToken, updated, management),
          management,
          sources,
        ),
      }),
    },
  }
}

const newSecret = ({ ids, behaviour }: Sources) =>
  behaviour.quirks.run('newClientSecret', () => ids.secret('client-secret'))

/** What is kept of a new secret, and until when it works. */
function kept(
  secret: string,
  issuedAt: number,
  { behaviour }: Sources,
): Pick<RegisteredClient, 'secretHash' | 'secretExpiresAt'> {
  const { registeredSecretSeconds: lifetime } = behaviour.current
  return { secretHash: hashOf(secret), secretExpiresAt: lifetime > 0 ? issuedAt + lifetime : 0 }
}

const hasSecret = ({ metadata }: RegisteredClient) =>
  (metadata.token_endpoint_auth_method ?? 'client_secret_basic').startsWith('client_secret_')

const firstToken = (token: string, issuedAt: number, { tokenTtl }: Management): RegistrationToken => ({
  hash: hashOf(token),
  issuedAt,
  expiresAt: issuedAt + tokenTtl,
})

function nextToken(
  before: RegistrationToken | undefined,
  next: RegistrationToken,
  { reuse }: Management,
  { behaviour }: Sources,
): RegistrationToken {
  if (!before) return next
  if (reuse) return before
  const keepsExpiry = behaviour.current.registrationTokenExpiry === 'remaining'
  return { ...next, oldHash: before.hash, ...(keepsExpiry && { expiresAt: before.expiresAt }) }
}
