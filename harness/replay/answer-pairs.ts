import { parseJson } from '../../kit/http-client.ts'

/** An answer as far as values are read from it. */
export interface AnswerParts {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: string | undefined
}

type Pair = [before: string, now: string]

/** Bodies that are longer are read by nobody. */
const longest = 1024 * 1024

/** Texts at the same place of two answers to the same request: in JSON, in a page, in the address of a redirect. */
export function* pairsOf(before: AnswerParts, now: AnswerParts): Generator<Pair> {
  const [was, is] = [before.headers.location, now.headers.location]
  if (typeof was === 'string' && typeof is === 'string') yield* addressPairs(was, is)
  const [old = '', fresh = ''] = [before.body, now.body]
  if (old.length > longest || fresh.length > longest) return
  const json = parseJson(old)
  if (json === undefined) yield* wordPairs(old.split(/[<>"'\s]+/), fresh.split(/[<>"'\s]+/))
  else yield* jsonPairs(json, parseJson(fresh))
}

function* jsonPairs(before: unknown, now: unknown): Generator<Pair> {
  if (typeof before === 'string' && typeof now === 'string') yield [before, now]
  else if (Array.isArray(before) && Array.isArray(now)) {
    for (const [at, item] of before.entries()) yield* jsonPairs(item, now[at])
  } else if (isObject(before) && isObject(now)) {
    for (const [name, member] of Object.entries(before)) yield* jsonPairs(member, now[name])
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Ids stand in the path; codes and states come back in the query, in any order, or behind `#`. */
function* addressPairs(before: string, now: string): Generator<Pair> {
  yield* wordPairs(before.split(/[/?#&=]/), now.split(/[/?#&=]/))
  const query = (url: string) => new URLSearchParams(url.split(/[?#]/).slice(1).join('&'))
  const given = query(now)
  for (const [name, value] of query(before)) yield [value, given.get(name) ?? '']
}

/** Two texts with as many words have the same shape. */
function* wordPairs(before: readonly string[], now: readonly string[]): Generator<Pair> {
  if (before.length !== now.length) return
  for (const [at, word] of before.entries()) yield [word, now[at] ?? '']
}
