import { accept, Complaints } from '../../kit/complaints.ts'
import { nearest } from '../../kit/nearest.ts'
import { complaints } from '../../kit/validation.ts'
import { Given } from '../given.ts'

const servers = ['curity', 'konnect', 'gateway'] as const
type Server = (typeof servers)[number]

/**
 * What `--switch curity.scopeAbsent=all-client-scopes` says, once or several times, over settings.
 * @throws Complaints for a text of another form, an unknown switch, and a value that it does not take
 */
export const withSwitches = (settings: Given, switches: readonly string[]): Given =>
  switches.reduce(withSwitch, settings)

function withSwitch(settings: Given, text: string): Given {
  const [, name = '', member = '', value = ''] = /^([\w-]+)\.(\w+)=(.*)$/s.exec(text) ?? []
  const server = servers.find((one) => one === name)
  if (server === undefined) {
    const hint = name === '' ? '' : nearest(name, servers)
    throw new Complaints('--switch', [{ path: text, expected: `must be server.switch=value${hint}` }])
  }
  const readings = readingsOf(value).map((reading) => withMember(settings, server, member, reading))
  const [first] = readings
  return readings.find((one) => complaints(Given, one).length === 0) ?? accept(Given, first, '--switch')
}

/** A text is what it says, or the JSON that it is: some switches take the text 204, and others the number. */
function readingsOf(text: string): unknown[] {
  try {
    return [text, JSON.parse(text) as unknown]
  } catch {
    return [text]
  }
}

// Of any value: the caller checks the whole.
const withMember = (settings: Given, server: Server, member: string, value: unknown): Given => ({
  ...settings,
  [server]: { ...settings[server], behaviour: { ...settings[server]?.behaviour, [member]: value } },
})
