import type { Clock } from '../../kit/clock.ts'
import { basicAuthorization, type HttpClient } from '../../kit/http-client.ts'
import type { Seals } from '../../kit/seal.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { IssuerMetadata } from './discovery.ts'
import { DcrFailure } from './failure.ts'
import { ask, membersOf, saidBy, textOf } from './identity-provider.ts'
import { answerUnusable, initialClientRefused, scopeRefused } from './reasons.ts'

export interface InitialTokenOptions {
  http: HttpClient
  behaviour: KonnectBehaviour
  seal: Seals
}

/**
 * A token of the initial client with `scope`: `dcr` to register, `dcrm` to manage (`konnect.md` 11.1, step 2; `curity.md` 2.3).
 * @throws DcrFailure
 */
export async function initialToken(
  options: InitialTokenOptions,
  { tokenEndpoint }: IssuerMetadata,
  provider: DcrProvider,
  scope: 'dcr' | 'dcrm',
): Promise<string> {
  return (await grantedToken(options, { tokenEndpoint }, provider, scope)).token
}

/**
 * Initial tokens for registration. Each registration asks for its own, since one registers a single client (`curity.md` 2.3), unless a
 * quirk keeps them. @throws DcrFailure
 */
export function initialTokens(options: InitialTokenOptions & { clock: Clock }) {
  const kept = new Map<string, Granted & { at: number }>()
  const secondsKept = (_expiresIn: number) => 0
  return async (metadata: IssuerMetadata, provider: DcrProvider): Promise<string> => {
    const { clock, behaviour } = options
    const secondsOf = ({ expiresIn }: Granted) => behaviour.quirks.run('initialTokenSeconds', secondsKept, expiresIn)
    const known = kept.get(provider.id)
    if (known && clock.now() < known.at + secondsOf(known) * 1000) return known.token
    const granted = await grantedToken(options, metadata, provider, 'dcr')
    if (secondsOf(granted) > 0) kept.set(provider.id, { ...granted, at: clock.now() })
    return granted.token
  }
}

/** A token, and how long it lives, in seconds. */
interface Granted {
  token: string
  expiresIn: number
}

async function grantedToken(
  options: InitialTokenOptions,
  { tokenEndpoint }: Pick<IssuerMetadata, 'tokenEndpoint'>,
  provider: DcrProvider,
  scope: 'dcr' | 'dcrm',
): Promise<Granted> {
  const { id, secret } = initialClientOf(provider, options.seal)
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope })
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  if (options.behaviour.current.initialClientAuthentication === 'basic') {
    headers.authorization = basicAuthorization(id, secret)
  } else {
    form.set('client_id', id)
    form.set('client_secret', secret)
  }
  const answer = await ask(options, { method: 'POST', url: tokenEndpoint, headers, body: form.toString() })
  const members = membersOf(answer)
  const said = () => saidBy(answer, [secret])
  if (members.error === 'invalid_scope') throw new DcrFailure(scopeRefused(scope, said()))
  if (answer.status !== 200) throw new DcrFailure(initialClientRefused(said()))
  const granted = textOf(members, 'scope') ?? (members.scope === undefined ? scope : '')
  if (!granted.split(' ').includes(scope)) throw new DcrFailure(scopeRefused(scope, `it was granted "${granted}"`))
  const token = textOf(members, 'access_token')
  if (!token) throw new DcrFailure(answerUnusable('the token answer has no access_token'))
  return { token, expiresIn: Number(members.expires_in ?? 0) }
}

/** The initial client of a provider: its id, and its secret opened. */
export function initialClientOf({ dcr_config, secrets }: DcrProvider, seal: Seals): { id: string; secret: string } {
  const sealed = secrets.initial_client_secret
  return { id: String(dcr_config.initial_client_id ?? ''), secret: sealed ? seal.open(sealed) : '' }
}
