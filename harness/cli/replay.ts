import { Complaints } from '../../kit/complaints.ts'
import type { Complaint } from '../../kit/validation.ts'
import { hostsOf, type Place, places } from '../replay/places.ts'
import { readHar } from '../replay/read-har.ts'
import { type Replayed, replay as replayCalls } from '../replay/replay.ts'
import { SecretMissing } from '../replay/requests.ts'
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
    if (!isPlace(place)) wrong.push({ path: `--map ${host}`, expected: `must be one of ${places.join(', ')}` })
  if (wrong.length > 0) throw new Complaints('replay', wrong)
  const calls = readHar(file)
  const hosts = hostsOf(calls, new Map([...mapped].filter((pair): pair is [string, Place] => isPlace(pair[1]))), file)
  const settings = options.config === undefined ? {} : await readSettings(options.config)
  const world = await startWorld({ given: settings })
  try {
    const tell = (each: Replayed) => (options.json ? undefined : console.log(lineOf(each)))
    const secrets = (name: string) => given.get(name) ?? process.env[name]
    const all = await replayCalls(calls, { world, hosts, secrets, tell })
    const differing = all.filter(({ differences }) => differences.length > 0).length
    const made = all.filter(({ place }) => place !== undefined).length
    if (options.json) console.log(JSON.stringify({ replayed: all }, undefined, 2))
    else console.log(`\n${made} requests made again, ${differing} answered differently`)
    if (differing > 0) process.exitCode = 1
  } catch (error) {
    if (!(error instanceof SecretMissing)) throw error
    throw new Complaints(file, [{ path: error.secret, expected: error.message }])
  } finally {
    await world.close()
  }
}

const isPlace = (text: string): text is Place => places.some((place) => place === text)

function pairOf(option: string, text: string, wrong: Complaint[]): [string, string] {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === '') wrong.push({ path: option, expected: 'must be NAME=VALUE' })
  return [name, value]
}

function lineOf({ number, method, url, place, expected, actual, differences, reason, advice }: Replayed): string {
  const { pathname } = new URL(url)
  if (place === undefined) return paint('dim', `– ${number} ${method} ${pathname}  none of ours`)
  const head = `${number} ${method} ${place} ${pathname}`
  if (differences.length === 0) return `${paint('green', '✓')} ${head}  ${expected}`
  const told = differences.map((each) => `    ${each.where}: ${each.expected} in the archive, ${each.actual} here`)
  const why = reason === undefined || actual === expected ? [] : [`    ${reason}: ${advice}`]
  return [`${paint('red', '✗')} ${head}`, ...told, ...why].join('\n')
}
