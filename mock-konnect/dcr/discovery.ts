import type { Clock } from '../../kit/clock.ts'
import type { HttpClient } from '../../kit/http-client.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import { DcrFailure } from './failure.ts'
import { ask, membersOf, textOf, withoutSecrets } from './identity-provider.ts'
import { noRegistrationEndpoint, notAnIssuer } from './reasons.ts'

/** What Konnect needs of an issuer's metadata. */
export interface IssuerMetadata {
  tokenEndpoint: string
  registrationEndpoint: string
}

/** Finds an issuer's metadata. @throws DcrFailure */
export type Discover = (issuer: string) => Promise<IssuerMetadata>

/** Discovery (`konnect.md` 11.1, step 1). An answer is kept for `discoveryTtlMs`, and by default not at all. */
export function discovery(options: { http: HttpClient; behaviour: KonnectBehaviour; clock: Clock }): Discover {
  const { behaviour, clock } = options
  const known = new Map<string, { metadata: IssuerMetadata; at: number }>()
  return async (issuer) => {
    const { quirks } = behaviour
    const url = quirks.run('discoveryUrl', discoveryUrl, issuer)
    const kept = known.get(url)
    if (kept) {
      const age = clock.now() - kept.at
      if (age >= 0 && age < behaviour.current.discoveryTtlMs) return kept.metadata
    }
    const metadata = quirks.run('discovered', (asIs) => asIs, await read(url, options))
    if (behaviour.current.discoveryTtlMs > 0) known.set(url, { metadata, at: clock.now() })
    return metadata
  }
}

/** How-tos type the whole discovery URL, Terraform samples stop at the issuer: both are the same issuer (`konnect.md` 2.1). */
export const discoveryUrl = (issuer: string): string =>
  issuer.includes('/.well-known/') ? issuer : `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`

async function read(url: string, options: Parameters<typeof discovery>[0]): Promise<IssuerMetadata> {
  const answer = await ask(options, { method: 'GET', url, headers: { accept: 'application/json' } })
  const refused = (what: string) => new DcrFailure(notAnIssuer(withoutSecrets(url), what))
  if (answer.status !== 200) throw refused(`it answers ${answer.status}`)
  const members = membersOf(answer)
  if (!textOf(members, 'issuer')) throw refused('its answer has no member issuer')
  const tokenEndpoint = textOf(members, 'token_endpoint')
  if (!tokenEndpoint) throw refused('its answer has no member token_endpoint')
  const registrationEndpoint = textOf(members, 'registration_endpoint')
  if (!registrationEndpoint) throw new DcrFailure(noRegistrationEndpoint(withoutSecrets(url)))
  return { tokenEndpoint, registrationEndpoint }
}
