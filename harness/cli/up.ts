import { writeFileSync } from 'node:fs'
import { accept, Complaints } from '../../kit/complaints.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { closeOnSignal } from '../../kit/serve.ts'
import { readEnv } from '../../kit/settings.ts'
import type { KeptAuthority } from '../../kit/tls/kept-authority.ts'
import { type Addresses, Url } from '../addresses.ts'
import { StepRefused } from '../drivers/caller.ts'
import type { PortalApplication } from '../drivers/portal.ts'
import type { HarFile } from '../replay/har-file.ts'
import { startServers } from '../servers.ts'
import { readSettings } from '../settings.ts'
import { openStore } from '../store.ts'
import { version } from '../version.ts'
import { walk } from '../walk.ts'
import { connectWorld } from '../world.ts'
import { baseUrlsOf, Environment, fixedEchoPort, givenBy, grace, portsOf } from './environment.ts'
import { tellSkipped } from './told-import.ts'
import { machine, type Output, people } from './up-output.ts'
import { type SettingsOptions, withOptions } from './with-options.ts'
import { writing } from './writing.ts'

interface UpOptions extends SettingsOptions {
  config?: string
  walk?: boolean
  upstream?: string
  addresses?: string
  record?: string
  /** The folder of the authority; `true`: the default one. */
  tls?: string | true
  store?: string
  otlp?: string
  json?: boolean
}

/** `dcr-harness up`. Returns when everything serves. @throws Complaints, CannotListen */
export async function up(options: UpOptions): Promise<void> {
  const env = readEnv(Environment)
  const settings = options.config === undefined ? {} : await readSettings(options.config)
  const exchanges = new ExchangeBus({ capacity: env.EXCHANGES_KEPT })
  refuseTellingNothing(options, exchanges)
  const recording = options.record === undefined ? undefined : await record(options.record, exchanges)
  const spans = options.otlp === undefined ? undefined : await exportSpans(options.otlp, exchanges)
  const authority = options.tls === undefined ? undefined : await localAuthority(options.tls)
  const given = givenBy(env, withOptions(settings, options))
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
    ...(options.store !== undefined && { store: await openStore(options.store, env.STORE_SEALING_KEY) }),
    grace,
    log: true,
  })
  const end = async () => {
    await servers.close()
    await spans?.close()
    const dropped = recording?.close() ?? 0
    if (dropped > 0) console.error(`dcr-harness: ${dropped} exchanges came after ${options.record} was full`)
  }
  const isEnding = closeOnSignal(end)
  const { addresses } = servers
  if (options.addresses) await writeAddresses(options.addresses, addresses).catch(endingFirst(end))

  const out = options.json ? machine : people
  try {
    const application = options.walk ? await walkOnce(addresses, exchanges, out) : undefined
    const { empty = false, addresses: file } = options
    out.ready(addresses, { application, empty, file, caFile: authority?.file, hops: servers.network.hops() })
    exchanges.subscribe(out.refused)
  } catch (error) {
    if (!isEnding()) await endingFirst(end)(error)
  }
}

/** Loaded only when something is recorded. */
async function record(file: string, exchanges: ExchangeBus): Promise<HarFile> {
  const { harFile } = await import('../replay/har-file.ts')
  return writing(file, () => harFile(file, exchanges, { name: 'dcr-harness', version }))
}

/** Sends exchanges on as they end. Loaded only when somebody collects them. */
async function exportSpans(url: string, exchanges: ExchangeBus): Promise<{ close(): Promise<void> }> {
  const { spanExport } = await import('../reporters/otlp.ts')
  let isTold = false
  const spans = spanExport(accept(Url, url, '--otlp'), (why) => {
    if (!isTold) console.error(`dcr-harness: ${url} did not take spans: ${why}`)
    isTold = true
  })
  const stop = exchanges.subscribe(spans.add)
  return {
    close() {
      stop()
      return spans.close()
    },
  }
}

/** @throws Complaints when there is nothing that could be written or sent */
function refuseTellingNothing({ record, otlp }: UpOptions, { records }: ExchangeBus): void {
  if (records || (record ?? otlp) === undefined) return
  const path = record === undefined ? '--otlp' : '--record'
  throw new Complaints('up', [{ path, expected: 'needs exchanges, and EXCHANGES_KEPT is 0' }])
}

/** The authority of earlier starts, or a new one. Nothing of it is loaded while TLS is off. */
async function localAuthority(folder: string | true): Promise<KeptAuthority> {
  const { keptAuthority } = await import('../../kit/tls/kept-authority.ts')
  const place = folder === true ? 'dcr-harness-tls' : folder
  return writing(place, () => keptAuthority(place))
}

/** For the owner's eyes only: it holds credentials. */
async function writeAddresses(file: string, addresses: Addresses): Promise<void> {
  const { stringify } = await import('yaml')
  await writing(file, () => writeFileSync(file, stringify(addresses), { mode: 0o600 }))
}

/** What fails after the start fails when the servers have ended. */
const endingFirst = (end: () => Promise<void>) => async (error: unknown) => {
  await end()
  throw error
}

/** @throws Complaints when a step does not go as it must, after whatever was refused on the way */
async function walkOnce(addresses: Addresses, exchanges: ExchangeBus, out: Output): Promise<PortalApplication> {
  const world = await connectWorld(addresses)
  try {
    return await walk(world, out.step)
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error
    for (const exchange of exchanges.list()) out.refused(exchange)
    throw new Complaints('--walk', [{ path: '', expected: `${error.message}; without --walk the servers serve` }])
  } finally {
    await world.close()
  }
}
