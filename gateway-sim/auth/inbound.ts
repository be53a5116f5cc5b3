import type { IncomingMessage } from 'node:http'
import { parseJson } from '../../kit/http-client.ts'
import type { Target } from '../routing/target.ts'
import { Trail } from '../trail.ts'

/** nginx keeps this much of a body in memory; Kong finds no credential in a longer one (gateway.md 8.1, `client_body_buffer_size`). */
const bodyKept = 8 * 1024

/** Arguments by name; the first of a name counts. */
export type Arguments = Readonly<Record<string, string>>

const none: Arguments = {}

/** One request as the authenticators see it. */
export class Inbound {
  readonly raw: IncomingMessage
  readonly target: Target
  readonly trail: Trail
  /** The whole body, once something has read it. */
  body: Buffer | undefined
  #query: Arguments | undefined
  #bodyArguments: Promise<Arguments> | undefined
  #cookies: Readonly<Record<string, string>> | undefined

  constructor(raw: IncomingMessage, target: Target, trail = new Trail()) {
    this.raw = raw
    this.target = target
    this.trail = trail
  }

  /** A header's value; of a repeated one the first. */
  header(name: string): string | undefined {
    const value = this.target.headers[name]
    return typeof value === 'object' ? value[0] : value
  }

  get query(): Arguments {
    this.#query ??= this.target.query.length > 1 ? argumentsOf(this.target.query) : none
    return this.#query
  }

  get cookies(): Readonly<Record<string, string>> {
    this.#cookies ??= cookiesOf(this.header('cookie'))
    return this.#cookies
  }

  /** Arguments of a form or JSON body: nothing when it is of another type or too long. Reads the body at the first call. */
  bodyArguments(): Arguments | Promise<Arguments> {
    if (!this.#hasReadableBody()) return none
    this.#bodyArguments ??= this.#readArguments()
    return this.#bodyArguments
  }

  #hasReadableBody(): boolean {
    const { 'content-type': type = '', 'content-length': length, 'transfer-encoding': encoding } = this.raw.headers
    if (encoding === undefined && (length === undefined || length === '0')) return false
    if (Number(length ?? 0) > bodyKept) return false
    return isForm(type) || isJson(type)
  }

  async #readArguments(): Promise<Arguments> {
    this.body = await readShort(this.raw)
    if (!this.body) return none
    const text = this.body.toString()
    return isForm(this.raw.headers['content-type'] ?? '') ? argumentsOf(text) : membersOf(parseJson(text))
  }
}

/** Whether a media type is that of a form. */
export const isForm = (type: string) => type.toLowerCase().startsWith('application/x-www-form-urlencoded')
/** Whether a media type is JSON. */
export const isJson = (type: string) => type.toLowerCase().startsWith('application/json')

function argumentsOf(text: string): Arguments {
  const found: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) found[name] ??= value
  return found
}

/** The string members of a JSON object; anything else has none. */
function membersOf(value: unknown): Arguments {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return none
  return Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === 'string'))
}

function cookiesOf(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (at > 0) cookies[pair.slice(0, at).trim()] ??= pair.slice(at + 1).trim()
  }
  return cookies
}

/** The whole body when it is short; otherwise undefined, and the stream stands at its start again. */
function readShort(raw: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      raw.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone)
      act()
    }
    const onData = (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length <= bodyKept) return
      settle(() => {
        raw.pause()
        raw.unshift(Buffer.concat(chunks))
        resolve(undefined)
      })
    }
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks)))
    const onGone = () => settle(() => reject(new ClientGone()))
    raw.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}

/** The caller hung up while its request was being read. Nobody is left to answer. */
export class ClientGone extends Error {}
