import { operationsIn, parsedSpecification } from './api-specification.ts'

/** Which requests one operation of a specification is about. */
export interface OperationTarget {
  method: string
  /** Below the base path of its server; `{name}` stands for one segment. */
  path: string
  /** Hosts that the servers name; absent when one of them is relative or there is none: any host will do. */
  hosts?: string[]
}

/**
 * The requests that the operations of an OpenAPI document are about, by its `servers` or, in version 2, `host` and `basePath`.
 * One operation below several base paths is several targets. What is no specification has none.
 */
export function operationTargets(content: string): OperationTarget[] {
  const document = specificationOr(content)
  if (!document) return []
  const bases = basesOf(document)
  return operationsIn(content).flatMap(({ method, path }) =>
    Array.from(bases, ([base, hosts]) => ({
      method: method.toUpperCase(),
      path: base + path,
      ...(hosts.length > 0 && !hosts.includes(anywhere) && { hosts: [...new Set(hosts)] }),
    })),
  )
}

/** A specification that was stored with its type is not read before. */
function specificationOr(content: string): Record<string, unknown> | undefined {
  try {
    return parsedSpecification(content)
  } catch {
    return undefined
  }
}

const anywhere = ''

/** Hosts by base path. */
function basesOf({ swagger, host, basePath, servers }: Record<string, unknown>): Map<string, string[]> {
  const urls =
    swagger === undefined
      ? [servers].flat().map((server) => filledIn((server ?? {}) as Server))
      : [`${typeof host === 'string' ? `http://${host}` : ''}${typeof basePath === 'string' ? basePath : ''}`]
  const bases = new Map<string, string[]>()
  for (const url of urls) {
    const [, name = anywhere, path = ''] = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/([^/:?#]*)[^/?#]*)?([^?#]*)/i.exec(url) ?? []
    const base = path.replace(/\/+$/, '')
    bases.set(base, [...(bases.get(base) ?? []), name.toLowerCase()])
  }
  return bases
}

/** A member of `servers`, as far as documents keep to OpenAPI. */
interface Server {
  url?: unknown
  variables?: Readonly<Record<string, { default?: unknown } | undefined>>
}

/** A server's address, with the defaults of its variables (OpenAPI 3.1 section 4.8.6). */
const filledIn = ({ url, variables }: Server): string =>
  String(url ?? '').replace(/\{([^{}]*)\}/g, (whole, name: string) => String(variables?.[name]?.default ?? whole))
