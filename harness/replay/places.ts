import { Complaints } from '../../kit/complaints.ts'
import { parseJson } from '../../kit/http-client.ts'
import type { Addresses } from '../addresses.ts'
import type { ArchivedCall } from './read-har.ts'

export const places = ['curity', 'konnect', 'gateway'] as const
export type Place = (typeof places)[number]

const ours: Readonly<Record<string, Place>> = {
  'mock-curity': 'curity',
  'mock-konnect': 'konnect',
  'gateway-sim': 'gateway',
}

/** Paths that only one of the products has. */
const paths: readonly (readonly [RegExp, Place])[] = [
  [/\/\.well-known\/(openid-configuration|oauth-authorization-server)/, 'curity'],
  [/^\/(oauth\/v2|token-service|authn|~|admin\/api\/restconf)\//, 'curity'],
  [/^\/(api\/v[23]|portal|konnect)\//, 'konnect'],
  [/^\/v[123]\//, 'konnect'],
]

/** Which server of ours stands for each host of the archive. */
export type HostMap = ReadonlyMap<string, Place>

/**
 * Tells hosts apart by what was recorded, by the paths of their requests, by the endpoints that a metadata document names, and by the
 * headers of Kong. `given` goes before all.
 * @throws Complaints when nothing in the archive is a request of these products
 */
export function hostsOf(archived: readonly ArchivedCall[], given: HostMap, file: string): HostMap {
  const calls = archived.filter(({ leftOut }) => leftOut === undefined)
  const hosts = new Map<string, Place>(given)
  const set = (host: string, place: Place | undefined) => {
    if (place && !hosts.has(host)) hosts.set(host, place)
  }
  for (const { url, server } of calls) if (server !== undefined) set(new URL(url).host, ours[server])
  for (const { answer } of calls) for (const host of discoveredHosts(answer.body)) set(host, 'curity')
  for (const { url, answer } of calls) {
    const { host, pathname } = new URL(url)
    set(host, paths.find(([pattern]) => pattern.test(pathname))?.[1])
    if (Object.keys(answer.headers).some((name) => name.startsWith('x-kong-'))) set(host, 'gateway')
  }
  if (calls.some(({ url }) => hosts.has(new URL(url).host))) return hosts
  const seen = [...new Set(calls.map(({ url }) => new URL(url).host))].join(', ')
  throw new Complaints(file, [
    {
      path: '',
      expected: `none of its ${calls.length} requests goes to an identity server, a Konnect or a gateway, as far as can be told; hosts: ${seen || 'none'}. Say which is which: --map HOST=${places.join('|')}`,
    },
  ])
}

function discoveredHosts(body: string | undefined): string[] {
  const document = parseJson(body ?? '') as { issuer?: unknown; token_endpoint?: unknown } | undefined
  const urls = [document?.issuer, document?.token_endpoint].filter((url) => URL.canParse(String(url)))
  return document?.token_endpoint === undefined ? [] : urls.map((url) => new URL(String(url)).host)
}

/** Where each place is in the world that the replay runs in. */
export const originOf = (place: Place, { curity, konnect, gateway }: Addresses): string =>
  ({ curity: curity.url, konnect: konnect.url, gateway: gateway.url })[place]
