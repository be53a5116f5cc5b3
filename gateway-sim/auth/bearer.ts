import { refusedFor } from '../idp/refusal.ts'
import { type FoundToken, findToken } from './bearer-token.ts'
import type { Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import type { MethodContext } from './method-context.ts'
import { absent, andThen, foundIn, type MaybeSoon, type Outcome } from './outcome.ts'

/** The `bearer` method: a JWT access token that the caller brings (gateway.md 1.2, 3). */
export function bearerMethod(context: MethodContext) {
  return (inbound: Inbound): MaybeSoon<Outcome> =>
    andThen(findToken(inbound, context.settings), (found) => (found ? judge(found, inbound, context) : absent))
}

function judge({ value, hide }: FoundToken, inbound: Inbound, context: MethodContext): MaybeSoon<Outcome> {
  const { verifier, settings } = context
  inbound.trail.note(foundIn('bearer', hide))
  try {
    const token = verifier.recall(value, inbound.trail)
    if (token && !settings.introspection.ofJwts) return { kind: 'authenticated', token, hide }
  } catch (error) {
    return refusedFor(error, inbound.trail, true)
  }
  if (leftToInspection(value, context)) return absent
  return verified(value, inbound, context).then(
    (token) => ({ kind: 'authenticated', token, hide }),
    (error) => refusedFor(error, inbound.trail, true),
  )
}

/** A token that is no JWT is the next methods' business, if there are any (gateway.md 10, row 36). */
const leftToInspection = (value: string, { settings }: MethodContext): boolean =>
  settings.methods.some((method) => inspecting.has(method)) && typeof decodeJwt(value) === 'string'

const inspecting: ReadonlySet<string> = new Set(['kong_oauth2', 'introspection', 'userinfo'])

async function verified(value: string, inbound: Inbound, { verifier, settings, inspector }: MethodContext) {
  const { trail } = inbound
  const token = verifier.recall(value, trail) ?? (await verifier.verify(value, 'bearer', trail))
  if (!settings.introspection.ofJwts) return token
  const { introspection, introspectionJwt } = await inspector.introspected(value, inbound)
  return { ...token, introspection, introspectionJwt }
}
