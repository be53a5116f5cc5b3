import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { accept } from '../../kit/complaints.ts'
import { type Exchange, ExchangeBus } from '../../kit/exchanges.ts'
import { closeOnSignal } from '../../kit/serve.ts'
import { readEnv } from '../../kit/settings.ts'
import type { KeptAuthority } from '../../kit/tls/kept-authority.ts'
import { type Addresses, Url } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import type { PortalApplication } from '../drivers/portal.ts'
import type { HarFile } from '../replay/har-file.ts'
import { paint } from '../reporters/paint.ts'
import { startServers } from '../servers.ts'
import { readSettings } from '../settings.ts'
import { openStore } from '../store.ts'
import { version } from '../version.ts'
import { type WalkedStep, walk } from '../walk.ts'
import { connectWorld } from '../world.ts'
import { baseUrlsOf, Environment, fixedEchoPort, grace, portsOf } from './environment.ts'
import { tellSkipped } from './told-import.ts'
import { type SettingsOptions, withOptions } from './with-options.ts'

interface UpOptions extends SettingsOptions {
  config?: string
  walk?: boolean
  upstream?: string
  addresses?: string
  record?: string
  /** The folder of the authority; `true`: the default one. */
  tls?: string | true
  store?: string
  json?: boolean
}

/** `dcr-harness up`. Returns when everything serves. @throws Complaints, CannotListen */
export async function up(options: UpOptions): Promise<void> {
  const env = readEnv(Environment)
  const settings = options.config === undefined ? {} : await readSettings(options.config)
  const exchanges = new ExchangeBus({ capacity: env.EXCHANGES_KEPT })
  const recording = options.record === undefined ? undefined : await record(options.record, exchanges)
  const authority = options.tls === undefined ? undefined : await localAuthority(options.tls)
  const given = withOptions(settings, options)
  await tellSkipped(given)
  const servers = await startServers({
    given,
    host: env.HOST,
    ports: portsOf(env, options.store === undefined ? 0 : fixedEchoPort),
    baseUrls: baseUrlsOf(env),
    exchanges,
    controlToken: env.MOCK_CONTROL_TOKEN,
    tls: authority && { authority },
    upstream: options.upstream === undefined ? env.UPSTREAM_URL : accept(Url, options.upstream, '--upstream'),
    ...(options.store !== undefined && { store: await openStore(options.store) }),
    grace,
    log: true,
  })
  const isEnding = closeOnSignal(async () => {
    await servers.close()
    const dropped = recording?.close() ?? 0
    if (dropped > 0) console.error(`dcr-harness: ${dropped} exchanges came after ${options.record} was full`)
  })
  const { addresses } = servers
  if (options.addresses) await writeAddresses(options.addresses, addresses)

  const out = options.json ? machine : people
  try {
    const application = options.walk ? await walkOnce(addresses, out.step) : undefined
    const { empty = false, addresses: file } = options
    out.ready(addresses, { application, empty, file, caFile: authority?.file })
    exchanges.subscribe(out.refused)
  } catch (error) {
    if (!isEnding()) throw error
  }
}

/** Loaded only when something is recorded. */
async function record(file: string, exchanges: ExchangeBus): Promise<HarFile> {
  const { harFile } = await import('../replay/har-file.ts')
  return harFile(file, exchanges, { name: 'dcr-harness', version })
}

/** The authority of earlier starts, or a new one. Nothing of it is loaded while TLS is off. */
async function localAuthority(folder: string | true): Promise<KeptAuthority> {
  const { keptAuthority } = await import('../../kit/tls/kept-authority.ts')
  return keptAuthority(folder === true ? 'dcr-harness-tls' : folder)
}

/** For the owner's eyes only: it holds credentials. */
async function writeAddresses(file: string, addresses: Addresses): Promise<void> {
  const { stringify } = await import('yaml')
  writeFileSync(file, stringify(addresses), { mode: 0o600 })
}

async function walkOnce(addresses: Addresses, tell: (step: WalkedStep) => void): Promise<PortalApplication> {
  const world = await connectWorld(addresses)
  try {
    return await walk(world, tell)
  } finally {
    await world.close()
  }
}

interface Ready {
  application: PortalApplication | undefined
  empty: boolean
  file: string | undefined
  /** Where the authority's certificate is, when TLS is on. */
  caFile: string | undefined
}

interface Output {
  step(step: WalkedStep): void
  ready(addresses: Addresses, ready: Ready): void
  refused(exchange: Exchange): void
}

/** One JSON document a line. */
const machine: Output = {
  step: (step) => console.log(JSON.stringify({ event: 'step', ...step })),
  ready: (addresses, { application, caFile }) =>
    console.log(JSON.stringify({ event: 'ready', addresses, application, caFile })),
  refused: (exchange) => {
    if (exchange.reason) console.log(JSON.stringify({ event: 'refused', exchange }))
  },
}

const people: Output = {
  step({ title, got, ms }) {
    console.log(`${paint('green', '✓')} ${title}  ${paint('dim', `→ ${got} (${Math.round(ms)} ms)`)}`)
  },
  ready(addresses, ready) {
    console.log(banner(addresses, ready))
  },
  refused({ server, route, response, reason }) {
    if (reason)
      console.log(`${paint('yellow', String(response.status))} ${server} ${route} ${reason.code}: ${reason.advice}`)
  },
}

function banner(addresses: Addresses, { application, empty, file, caFile }: Ready): string {
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
    `  gateway-sim    ${gateway.url}   admin ${gateway.admin}`,
    `  inspector      ${konnect.url}/_mock/   every call between them, live; arms faults, moves clocks`,
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
