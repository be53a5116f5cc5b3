import { Complaints } from '../../kit/complaints.ts'
import type { Complaint } from '../../kit/validation.ts'
import { hostsOf, type Place, places } from '../replay/places.ts'
import { readHar } from '../replay/read-har.ts'
import { missingSecrets, type Replayed, replay as replayCalls } from '../replay/replay.ts'
import type { Missing } from '../replay/secrets.ts'
import { paint } from '../reporters/paint.ts'
import { readSettings } from '../settings.ts'
import { startWorld } from '../world.ts'

export interface ReplayOptions {
  config?: string
  map?: string[]
  secret?: string[]
  json?: boolean
}

/** `dcr-harness replay FILE.har`. @throws Complaints */
export async function replay(file: string, options: ReplayOptions): Promise<void> {
  const wrong: Complaint[] = []
  const pairs = (option: string, list: string[] = []) => new Map(list.map((text) => pairOf(option, text, wrong)))
  const given = pairs('--secret', options.secret)
  const mapped = pairs('--map', options.map)
  for (const [host, place] of mapped)
    if (host !== '' && !isPlace(place))
      wrong.push({ path: `--map ${host}`, expected: `must be one of ${places.join(', ')}` })
  if (wrong.length > 0) throw new Complaints('replay', wrong)
  const archive = readHar(file)
  const named = new Map([...mapped].filter((pair): pair is [string, Place] => isPlace(pair[1])))
  const hosts = hostsOf(archive.calls, named, file)
  const settings = options.config === undefined ? {} : await readSettings(options.config)
  const world = await startWorld({ given: settings })
  try {
    const secrets = (name: string) => given.get(name) ?? process.env[name]
    refuseMissing(missingSecrets(archive, { world, hosts, secrets }), file)
    if (!options.json) for (const [host, place] of hosts) console.log(paint('dim', `${host} is ${place}`))
    const tell = (each: Replayed) => (options.json ? undefined : console.log(lineOf(each)))
    const all = await replayCalls(archive, { world, hosts, secrets, tell })
    const differing = all.filter(({ differences }) => differences.length > 0).length
    if (options.json) console.log(JSON.stringify({ hosts: Object.fromEntries(hosts), replayed: all }, undefined, 2))
    else console.log(`\n${countsOf(all)}, ${differing} answered differently`)
    if (differing > 0) process.exitCode = 1
  } finally {
    await world.close()
  }
}

/** @throws Complaints naming all of them at once */
function refuseMissing(missing: readonly Missing[], file: string): void {
  if (missing.length === 0) return
  const list = missing.map(({ name, what }) => {
    return { path: name, expected: `${what}: give it with --secret ${name}=… or in the environment` }
  })
  throw new Complaints(file, list)
}

function countsOf(all: readonly Replayed[]): string {
  const made = all.filter(({ leftOut }) => leftOut === undefined).length
  return `${made} requests made again${made < all.length ? `, ${all.length - made} left out` : ''}`
}

const isPlace = (text: string): text is Place => places.some((place) => place === text)

function pairOf(option: string, text: string, wrong: Complaint[]): [string, string] {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === '') wrong.push({ path: option, expected: 'must be NAME=VALUE' })
  return [name, value]
}

function lineOf(replayed: Replayed): string {
  const { number, method, url, place, leftOut, expected, actual, differences, reason, advice, behind } = replayed
  const pathname = URL.canParse(url) ? new URL(url).pathname : url
  if (leftOut !== undefined) return paint('dim', `– ${number} ${method} ${pathname}  ${leftOut}`)
  const head = `${number} ${method} ${place} ${pathname}`
  if (differences.length === 0) return `${paint('green', '✓')} ${head}  ${expected}`
  const told = differences.map((each) => `    ${each.where}: ${each.expected} in the archive, ${each.actual} here`)
  const why = reason === undefined || actual === expected ? [] : [`    ${reason}: ${advice}`]
  const further = behind.map((each) => {
    return `      ${each.server} ${each.route} ${each.status} ${each.reason}: ${each.advice}`
  })
  return [`${paint('red', '✗')} ${head}`, ...told, ...why, ...further].join('\n')
}
