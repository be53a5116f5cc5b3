import { resolve } from 'node:path'
import type { Exchange } from '../../kit/exchanges.ts'
import type { Addresses } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import type { PortalApplication } from '../drivers/portal.ts'
import type { Hops } from '../network/network.ts'
import { paint } from '../reporters/paint.ts'
import type { WalkedStep } from '../walk.ts'

/** What serves, beside the servers themselves. */
export interface Ready {
  application: PortalApplication | undefined
  empty: boolean
  file: string | undefined
  /** Where the authority's certificate is, when TLS is on. */
  caFile: string | undefined
  /** Where the ways between the servers are proxied. */
  hops: Hops
}

/** How a start is told. */
export interface Output {
  step(step: WalkedStep): void
  ready(addresses: Addresses, ready: Ready): void
  refused(exchange: Exchange): void
}

/** One JSON document a line. */
export const machine: Output = {
  step: (step) => console.log(JSON.stringify({ event: 'step', ...step })),
  ready: (addresses, { application, caFile, hops }) =>
    console.log(JSON.stringify({ event: 'ready', addresses, application, caFile, hops })),
  refused: (exchange) => {
    if (exchange.reason) console.log(JSON.stringify({ event: 'refused', exchange }))
  },
}

export const people: Output = {
  step({ title, got, ms }) {
    console.log(`${paint('green', '✓')} ${title}  ${paint('dim', `→ ${got} (${Math.round(ms)} ms)`)}`)
  },
  ready(addresses, ready) {
    console.log(banner(addresses, ready))
  },
  refused({ server, route, request, response, reason }) {
    if (!reason) return
    const what = route === 'unmatched' ? `${request.method} ${request.url}` : route
    console.log(`${paint('yellow', String(response.status))} ${server} ${what} ${reason.code}: ${reason.advice}`)
  },
}

function banner(addresses: Addresses, { application, empty, file, caFile, hops }: Ready): string {
  const { curity, konnect, gateway, certificateAuthority } = addresses
  const lines = [
    '',
    `  mock-curity    ${curity.issuer}/.well-known/openid-configuration`,
    `                 client ${curity.registrar.id} / ${curity.registrar.secret} may register clients,`,
    `                 ${curity.introspector.id} / ${curity.introspector.secret} may introspect`,
    `                 admin ${curity.admin}/admin   RESTCONF /admin/api/restconf   ${demo.administrator.username} / ${demo.administrator.password}`,
    `  mock-konnect   ${konnect.url}/v2 /v3   Authorization: Bearer ${konnect.token}`,
    `                 pages ${konnect.url}/konnect   token ${konnect.token}`,
    ...(empty
      ? []
      : [
          `  Dev Portal     ${konnect.url}/portal   classic /portal/classic   ${konnect.developer.email} / ${konnect.developer.password}`,
        ]),
    `  gateway-sim    ${gateway.url}   admin ${gateway.admin}${gateway.tls === undefined ? '' : `   TLS ${gateway.tls}`}`,
    `  inspector      ${konnect.url}/_mock/   every call between them, live; arms faults, moves clocks`,
    ...Object.entries(hops).map(([edge, { url, target }], at) => {
      return `  ${(at === 0 ? 'network' : '').padEnd(15)}${edge.padEnd(17)}${url} → ${target}`
    }),
    ...(caFile ? [`  certificates   export NODE_EXTRA_CA_CERTS=${resolve(caFile)}`] : []),
    ...(file ? [`  scenarios      npx dcr-harness run --against ${file}`] : []),
  ]
  if (certificateAuthority !== undefined) lines.push('', certificateAuthority)
  if (application) {
    const credentials = `${application.clientId}:${application.clientSecret}`
    const trust = caFile === undefined ? '' : `--cacert ${caFile} `
    lines.push('', '  Try it:', `  curl -i ${trust}-u ${credentials} ${gateway.url}/orders`)
  }
  lines.push(
    '',
    paint('dim', '  ready; for tests only. Refusals are explained below as they happen. Ctrl-C stops.'),
    '',
  )
  return lines.join('\n')
}
