import type { Switches } from '../../../mock-curity/behaviour.ts'
import { type Answer, type Rig, type RigOptions, registrationPath, start } from '../rig.ts'

/** Shows what a switch does: one call, or several, and what its caller sees at each value. */
export interface SwitchProof<Value extends string | number | boolean> {
  given?: Omit<RigOptions, 'behaviour'>
  ask(rig: Rig): Promise<unknown>
  /** What is seen, whole, at every value; of a number or a path at its default and at others. */
  answers: { readonly [value in `${Value}`]: unknown }
}

/** A proof for each of some switches: one that has none does not compile. */
export type Proofs<Name extends keyof Switches> = { readonly [S in Name]: SwitchProof<Switches[S]> }

/** An answer as its caller sees it: status, the headers that matter, the body. */
export const seen = (
  { status, headers, body, text }: Pick<Answer, 'status' | 'headers' | 'body' | 'text'>,
  ...names: string[]
): object => ({ status, ...Object.fromEntries(names.map((name) => [name, headers[name]])), body: body ?? text })

/** The n-th id of a server that counts. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What most proofs register. */
export const app = { client_name: 'Orders app', grant_types: ['client_credentials'], scope: 'orders:read' }

/** What the first registration of `app` at a fresh server is answered, with some members different; undefined: not there. */
export const information = (members: object = {}): object => ({
  access_token_ttl: 300,
  client_id: uuid(2),
  client_id_issued_at: start,
  client_name: 'Orders app',
  client_secret: 'client-secret_3',
  client_secret_expires_at: 0,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  registration_access_token: uuid(4),
  registration_access_token_expires_in: 31_536_000,
  registration_client_uri: `http://curity.test${registrationPath}/${uuid(2)}`,
  require_proof_key: false,
  response_types: [],
  scope: 'orders:read',
  subject_type: 'public',
  token_endpoint_auth_method: 'client_secret_basic',
  token_endpoint_auth_methods: ['client_secret_basic', 'client_secret_post'],
  ...members,
})
