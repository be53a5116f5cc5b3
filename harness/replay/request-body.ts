import { secretFor } from './credentials.ts'
import type { Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'
import type { Fillings } from './requests.ts'
import { isRedacted } from './values.ts'

/** The body of a call as it goes out now. */
export function bodyNow(call: ArchivedCall, place: Place, fillings: Fillings): string | undefined {
  const { body } = call
  const signsIn = isSignIn(call, place)
  if (body === undefined) {
    if (!call.isBodyMissing) return undefined
    if (signsIn) return JSON.stringify(developer(call, fillings))
    return fillings.asking.needed(`BODY_${call.number}`, call, 'the body, which the archive does not have, of')
  }
  const members = signsIn && !fillings.signedUp.has(userIn(body)) ? developer(call, fillings) : {}
  return body.startsWith('{') ? jsonNow(body, members, call, fillings) : formNow(body, members, call, fillings)
}

/** The user that a body names, if it names one. */
export const userIn = (body = ''): string => {
  const [, json, form = ''] = /"(?:username|email)"\s*:\s*"([^"]*)"|(?:^|&)(?:username|email)=([^&]*)/.exec(body) ?? []
  return json ?? decoded(form)
}

/** A developer of the archive is nobody here: where one signs in there, the world's own does here. */
export function isSignIn({ method, url, answer }: ArchivedCall, place: Place): boolean {
  const { pathname } = new URL(url)
  return (
    place === 'konnect' && method === 'POST' && answer.status < 400 && /(authenticate|sign-in|login)$/.test(pathname)
  )
}

export function developer(call: ArchivedCall, { asking, addresses }: Pick<Fillings, 'asking' | 'addresses'>) {
  const { email, password } = addresses.konnect.developer
  return {
    username: asking.given('DEVELOPER_EMAIL', call) ?? email,
    password: asking.given('DEVELOPER_PASSWORD', call) ?? password,
  }
}

type Members = Readonly<Record<string, string>>

function jsonNow(body: string, members: Members, call: ArchivedCall, fillings: Fillings): string {
  const client = /"client_id"\s*:\s*"([^"]*)"/.exec(body)?.[1]
  return fillings.values
    .apply(body)
    .replace(/"([^"]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g, (whole, name: string, between: string, value: string) => {
      const now = members[name] ?? (isRedacted(value) ? secretNow(name, value, client, call, fillings) : undefined)
      return now === undefined ? whole : `"${name}"${between}${JSON.stringify(now)}`
    })
}

function formNow(body: string, members: Members, call: ArchivedCall, fillings: Fillings): string {
  const client = new URLSearchParams(body).get('client_id') ?? undefined
  return body.replace(/([^&=]+)=([^&]*)/g, (whole, name: string, written: string) => {
    const value = decoded(written)
    const known = fillings.values.knows(value) ? fillings.values.apply(value) : undefined
    const redacted = () => (isRedacted(value) ? secretNow(name, value, client, call, fillings) : undefined)
    const now = members[name] ?? known ?? redacted() ?? fillings.values.apply(value)
    return now === value ? whole : `${name}=${encodeURIComponent(now)}`
  })
}

function secretNow(name: string, value: string, client: string | undefined, call: ArchivedCall, fillings: Fillings) {
  const { values, addresses, asking } = fillings
  if (values.knows(value)) return values.apply(value)
  if (name === 'client_secret' && client !== undefined) {
    return secretFor(values.apply(client), value, call, fillings)
  }
  if (/password/i.test(name) && call.body?.includes(addresses.konnect.developer.email)) {
    return asking.given('DEVELOPER_PASSWORD', call) ?? addresses.konnect.developer.password
  }
  return asking.needed(name.toUpperCase().replace(/[^A-Z0-9]/g, '_'), call, `${name} in the body of`) ?? value
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
