import type { FastifyRequest } from 'fastify'
import type { FieldErrors } from '../../kit/pages/form.ts'
import { type CallApi, NoAnswer } from '../../kit/pages/own-api.ts'
import { datastorePaths } from '../admin/datastores.ts'
import type { ErrorEntry } from '../admin/restconf-errors.ts'

/** What the admin API refused, and why. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly entries: readonly ErrorEntry[]
  readonly advice: string | undefined

  constructor(status: number, body: unknown, advice: string | undefined) {
    const { 'ietf-restconf:errors': errors } = (body ?? {}) as { 'ietf-restconf:errors'?: { error: ErrorEntry[] } } // RESTCONF's form, or nothing
    const entries = errors?.error ?? []
    super(entries.map(messageOf).join('; ') || `the admin API answered ${status}`)
    this.status = status
    this.entries = entries
    this.advice = advice
  }
}

const messageOf = (entry: ErrorEntry): string => entry['error-message'] ?? entry['error-tag']

/** The admin API as one administrator calls it: what is changed waits in the candidate until it is committed (`curity.md` 7.3). */
export interface Administration {
  /** What stands at `path`; undefined when nothing does. @throws ApiRefusal */
  read(path: string, datastore?: 'candidate' | 'running'): Promise<unknown>
  /** Creates or replaces what `path` ends in. @throws ApiRefusal */
  put(path: string, value: unknown): Promise<void>
  /** Merges into what `path` ends in. @throws ApiRefusal */
  merge(path: string, value: unknown): Promise<void>
  /** Creates `name` below `path`. @throws ApiRefusal */
  create(path: string, name: string, value: unknown): Promise<void>
  /** @throws ApiRefusal */
  remove(path: string): Promise<void>
  /** An operation of this harness: `commit`, `discard`. @throws ApiRefusal */
  operate(name: 'commit' | 'discard'): Promise<void>
}

/**
 * @param authorization the administrator's credentials, as they go over the wire
 * @param from the page's own request
 */
export function administration(call: CallApi, authorization: string, from: FastifyRequest): Administration {
  const at = (path: string, datastore: 'candidate' | 'running' = 'candidate') =>
    path === '' ? datastorePaths[datastore] : `${datastorePaths[datastore]}/${path}`
  const send = async (method: Parameters<CallApi>[0], url: string, body?: object) => {
    const type = body && { 'content-type': 'application/yang-data+json' }
    const headers = { authorization, cookie: undefined, ...type }
    const answer = await call(method, url, { from, json: body, headers }).catch((cause: Error) => {
      throw new NoAnswer(`${from.protocol}://${from.host}${url}`, cause)
    })
    if (answer.status >= 400) throw new ApiRefusal(answer.status, answer.body, answer.advice)
    return answer.body
  }
  return {
    async read(path, datastore) {
      try {
        const [value] = Object.values((await send('GET', at(path, datastore))) as object) // data has one member
        return value as unknown
      } catch (error) {
        if (error instanceof ApiRefusal && error.status === 404) return undefined
        throw error
      }
    },
    put: async (path, value) => void (await send('PUT', at(path), { [lastName(path)]: value })),
    merge: async (path, value) => void (await send('PATCH', at(path), { [lastName(path)]: value })),
    create: async (path, name, value) => void (await send('POST', at(path), { [name]: value })),
    remove: async (path) => void (await send('DELETE', at(path))),
    operate: async (name) => void (await send('POST', `/admin/api/restconf/operations/dcr-harness:${name}`)),
  }
}

const lastName = (path: string): string => path.split('/').at(-1)?.split('=', 1)[0] || 'ietf-restconf:data'

/** A refusal by the fields of a form: each entry stands at the field whose name is in its path, what concerns no field at the form. */
export function fieldErrors({ entries, advice, message }: ApiRefusal, fields: readonly string[]): FieldErrors {
  const errors: Record<string, string> = {}
  for (const entry of entries) {
    const steps = namesIn(entry['error-path'] ?? '').reverse()
    const field = steps.find((step) => fields.includes(step)) ?? ''
    const said = field === '' && entry['error-path'] !== undefined ? `${entry['error-path']}: ` : ''
    const text = `${said}${messageOf(entry)}`
    errors[field] = errors[field] === undefined ? text : `${errors[field]}\n${text}`
  }
  if (entries.length === 0) return { '': message }
  if (errors[''] !== undefined && entries.every((entry) => entry['error-path'] === undefined) && advice !== undefined) {
    errors[''] = `${errors['']}: ${advice}`
  }
  return errors
}

/** The names in an instance identifier, without modules and keys. */
const namesIn = (path: string): string[] =>
  [...path.matchAll(/\/(?:[\w-]+:)?([^/:[\]]+)(?:\[[\w.-]+=(?:'[^']*'|"[^"]*")\])*/g)].map(([, name]) => String(name))
