import type { FastifyRequest } from 'fastify'
import type { Behaviour } from '../../kit/behaviour.ts'
import type { Quirks } from '../../kit/quirks.ts'
import type { Switches } from '../behaviour.ts'
import { InvalidClient, invalidRequest } from '../errors.ts'
import type { Form } from '../forms.ts'
import type { CurityHooks } from '../quirks/hook-points.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'

/** What a request shows of its client: an id alone, with a secret, or an assertion. */
export type Presented =
  | { by: 'id'; id: string }
  | { by: 'secret'; id: string; secret: string; basic: boolean }
  | { by: 'assertion'; assertion: string; id: string | undefined }

/**
 * Reads how a client says who it is (RFC 6749 §2.3.1, RFC 7521 §4.2).
 * The switch basicAndFormSecret says what becomes of a request that authenticates by Basic and in the form.
 * @throws InvalidClient when there is nothing, or nothing readable; invalid_request for two ways at once
 */
export function presented(
  { headers }: FastifyRequest,
  form: Form,
  at: ClientEndpoint,
  { current, quirks }: Behaviour<Switches, CurityHooks>,
): Presented {
  const { client_id: id, client_secret: secret, client_assertion: assertion } = form
  const header = headers.authorization ?? ''
  const basic = /^basic /i.test(header) ? basicCredentials(header, at, quirks) : undefined
  const twice = basic && (secret !== undefined || (id !== undefined && id !== basic.id))
  if (twice && current.basicAndFormSecret === 'invalid_request') throw twoWays(at)
  if (assertion !== undefined) {
    if (basic || secret !== undefined) throw twoWays(at)
    return { by: 'assertion', assertion, id }
  }
  if (basic) return basic
  if (!id) throw new InvalidClient(reasons.none(at), header !== '')
  return secret === undefined ? { by: 'id', id } : { by: 'secret', id, secret, basic: false }
}

const twoWays = (at: ClientEndpoint) => invalidRequest('The client must authenticate in one way', reasons.twice(at))

type BasicPresented = Presented & { by: 'secret' }

function basicCredentials(header: string, at: ClientEndpoint, quirks: Quirks<CurityHooks>): BasicPresented {
  const decode = (text: string) => quirks.run('basicPart', formDecode, text)
  const [id, secret] = idAndSecret(Buffer.from(header.slice(6).trim(), 'base64').toString(), decode)
  if (!id || secret === undefined) throw new InvalidClient(reasons.malformed(at), true)
  return { by: 'secret', id, secret, basic: true }
}

/** Both form-decoded; nothing when there is no colon, or an encoding is broken. */
function idAndSecret(text: string, decode: typeof formDecode): [string?, string?] {
  const colon = text.indexOf(':')
  if (colon < 0) return []
  try {
    return [decode(text.slice(0, colon)), decode(text.slice(colon + 1))]
  } catch {
    return []
  }
}

const formDecode = (text: string) =>
  text.includes('%') || text.includes('+') ? decodeURIComponent(text.replaceAll('+', ' ')) : text
