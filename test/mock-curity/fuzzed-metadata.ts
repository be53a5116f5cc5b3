import * as fc from 'fast-check'
import type { MemberProof } from './members/member-proof.ts'
import { memberProofs } from './members/member-proofs.ts'

/** Names that are no member of a request, or worse. */
const others = [
  'client_id',
  'client_secret',
  'registration_access_token',
  'software_id',
  'software_statement',
  '__proto__',
  'constructor',
  'toString',
]
const words = [
  'client_credentials',
  'authorization_code',
  'refresh_token',
  'implicit',
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'openid',
  'orders:read',
  'openid orders:read',
  'pairwise',
  'poll',
  'RS256',
]
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 60, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1))
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  number,
  fc.constantFrom(...words),
  fc.array(fc.constantFrom(...words, 'https://app.test/callback', 'com.app:/back', 'javascript:1'), { maxLength: 4 }),
  fc.webUrl(),
  fc.string({ unit: 'binary' }),
  fc.record({
    keys: fc.array(fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant({ kty: 'EC', x: 'a', y: 'b' })), {
      maxLength: 3,
    }),
  }),
)

/** A member with a value that is taken, most of the time; with one that is out of its bounds, or with any. */
const known = fc
  .constantFrom(...Object.entries<MemberProof>(memberProofs))
  .chain(([name, { taken, refused }]) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...taken.map(([sent]) => sent)) },
        { weight: 1, arbitrary: fc.constantFrom(...refused) },
        { weight: 1, arbitrary: value },
      ),
    ),
  )
const member = fc.oneof(
  { weight: 9, arbitrary: known },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...others), value) },
)
const asText = (members: readonly (readonly [string, unknown])[]) =>
  `{${members.map(([name, given]) => `${JSON.stringify(name)}:${JSON.stringify(given ?? null)}`).join(',')}}`

/** What makes a registration a likely one: a name that stands twice has its last value. */
const likely = fc.constantFrom<(readonly [string, unknown])[]>(
  [],
  [['grant_types', ['client_credentials']]],
  [['redirect_uris', ['https://app.test/callback']]],
)

/** Text of a JSON object whose members are those of client metadata, or near them, with any values. A name may stand twice. */
export const metadataText: fc.Arbitrary<string> = fc
  .tuple(likely, fc.array(member, { maxLength: 8 }))
  .map(([first, others]) => asText([...first, ...others]))

/** What may come as the body of a registration. */
export const registrationBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: metadataText },
  fc.string(),
  fc.json(),
)
