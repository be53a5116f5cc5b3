import { operationsIn, parsedSpecification } from '../../content/api-specification.ts'
import type { PortalStrategy } from '../../model/portal-strategy.ts'

/** Credentials as far as they may be shown; what is missing stands in a line as a variable of the shell. */
export interface KnownCredentials {
  clientId?: string | undefined
  clientSecret?: string | undefined
  key?: string | undefined
}

/**
 * Where the first operation is that can be called without knowing more: a GET whose path has no parameter.
 * @param gateway for specifications that name no server, or a path as server
 * @returns undefined when the specification has no such operation, or nobody knows where it is served
 */
export function addressIn(specification: string, gateway: string | undefined): string | undefined {
  try {
    const operation = operationsIn(specification).find(({ method, path }) => method === 'get' && !path.includes('{'))
    const server = serverIn(specification)
    const base = /^https?:\/\//.test(server) ? server : gateway && gateway + server
    return operation && base && base.replace(/\/$/, '') + operation.path
  } catch {
    return undefined // Nothing that can be parsed.
  }
}

/** OpenAPI 3: no server is the server `/`. */
function serverIn(specification: string): string {
  const { servers } = parsedSpecification(specification)
  const [first] = Array.isArray(servers) ? servers : []
  return typeof first?.url === 'string' ? first.url : '/'
}

/** One line for each way in which a strategy lets an application call `address`, ready for a shell. */
export function curlLines(strategy: PortalStrategy, address: string, known: KnownCredentials): string[] {
  const url = quoted(address)
  if (strategy.credential_type === 'key_auth') {
    const names = strategy.key_names ?? []
    return names.map((name) => `curl -i -H ${ending(`${name}: `, known.key, 'API_KEY')} ${url}`)
  }
  const { auth_methods = [] } = strategy
  return auth_methods.flatMap((method) => {
    if (method === 'client_credentials') return [`curl -i -u ${userOf(known)} ${url}`]
    return method === 'bearer' ? [`curl -i -H "Authorization: Bearer $ACCESS_TOKEN" ${url}`] : []
  })
}

const userOf = ({ clientId, clientSecret }: KnownCredentials): string =>
  clientId === undefined ? '"$CLIENT_ID:$CLIENT_SECRET"' : ending(`${clientId}:`, clientSecret, 'CLIENT_SECRET')

/** A word of the shell that ends with what is known, or with a variable. */
const ending = (before: string, value: string | undefined, variable: string): string =>
  value === undefined ? `"${before.replace(/[\\"`$]/g, '\\$&')}$${variable}"` : quoted(before + value)

/** A word that a shell takes as it is. */
const quoted = (text: string): string => (/^[\w:/.,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
