import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { isSecret, redactText } from '../redact.ts'
import { cookieOf } from './cookie.ts'
import type { Typed } from './form.ts'

/** Forms that were sent when the session was over already: what was typed waits until somebody signed in. */
export interface KeptForms {
  /** Keeps what was typed at the page `address`, secrets aside, for the browser that sent it. */
  keep(reply: FastifyReply, address: string, typed: Typed): void
  /** What was typed at the page that a request asks for; once. */
  take(request: FastifyRequest, reply: FastifyReply): Typed | undefined
}

export interface KeptFormsOptions {
  /** Name of the cookie that tells which form it was. */
  cookie: string
  /** Below which path the pages are. */
  path: string
  clock: Clock
  ids: Ids
}

interface Kept {
  address: string
  typed: Typed
  until: number
}

/** What is said above a form that comes back so. */
export const keptNotice = 'You are signed in again. What you typed is still here, and was not sent; passwords are not.'

const minutes = 15
/** Anybody may send forms: older ones give way, and what is longer than a specification is not kept. */
const most = { forms: 50, characters: 256 * 1024 }

/** They wait in memory: a specification fits into no cookie. */
export function keptForms({ cookie, path, clock, ids }: KeptFormsOptions): KeptForms {
  const kept = new Map<string, Kept>()
  const attributes = `Path=${path}; HttpOnly; SameSite=Strict`
  return {
    keep(reply, address, typed) {
      const told = withoutSecrets(typed)
      if (Object.keys(told).length === 0 || JSON.stringify(told).length > most.characters) return
      const id = ids.secret('kept-form')
      kept.set(id, { address: pathOf(address), typed: told, until: clock.now() + minutes * 60_000 })
      for (const oldest of kept.keys()) if (kept.size > most.forms) kept.delete(oldest)
      reply.header('set-cookie', `${cookie}=${id}; ${attributes}; Max-Age=${minutes * 60}`)
    },
    take(request, reply) {
      const id = cookieOf(request, cookie) ?? ''
      const found = kept.get(id)
      if (!found || found.address !== pathOf(request.url)) return undefined
      kept.delete(id)
      reply.header('set-cookie', `${cookie}=; ${attributes}; Max-Age=0`)
      return found.until > clock.now() ? found.typed : undefined
    },
  }
}

const pathOf = (address: string): string => address.split('?', 1)[0] ?? ''

const withoutSecrets = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => !isSecret(name) && [value ?? []].flat().every(isHarmless)),
  )

/** Nothing in it that looks like a secret. */
const isHarmless = (text: string): boolean => redactText(text) === text
