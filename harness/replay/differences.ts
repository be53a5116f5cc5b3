/** What two answers to the same request are compared by. */
export interface Answer {
  status: number
  /** By lower-case name. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Undefined where nothing is known of the body. */
  body: string | undefined
  /** Headers of which nothing is known. */
  unknown?: readonly string[]
}

/** One way in which an answer is not the one that was expected. */
export interface Difference {
  /** `status`, `header www-authenticate`, `body data.0.id`. */
  where: string
  expected: string
  actual: string
}

/** Headers by which clients decide. Values that name a moment, a length or a server's own release are left out. */
const mattering = [
  'content-type',
  'www-authenticate',
  'location',
  'cache-control',
  'allow',
  'retry-after',
  'set-cookie',
]

/** Where `actual` differs from `expected`: status, headers that matter, shape of the body. */
export function differences(expected: Answer, actual: Answer): Difference[] {
  if (expected.status !== actual.status) {
    return [{ where: 'status', expected: statusOf(expected), actual: statusOf(actual) }]
  }
  const known = mattering.filter((name) => !expected.unknown?.includes(name))
  const headers = known.flatMap((name) => {
    const [wanted, got] = [shapeOfHeader(name, expected.headers[name]), shapeOfHeader(name, actual.headers[name])]
    return wanted === got ? [] : [{ where: `header ${name}`, expected: wanted, actual: got }]
  })
  return [...headers, ...bodyDifferences(expected.body, actual.body)]
}

const statusOf = ({ status }: Answer): string => (status === 0 ? '(no answer)' : String(status))

/** What stays the same of a header from run to run: no ids, no secrets, no hosts. */
function shapeOfHeader(name: string, value: string | readonly string[] | undefined): string {
  if (value === undefined) return '(none)'
  const lines = [value].flat()
  if (name === 'set-cookie')
    return lines
      .map((line) => line.split('=', 1)[0])
      .toSorted()
      .join(', ')
  const text = lines.join(', ')
  if (name === 'content-type') return text.replace(/\s/g, '').toLowerCase()
  return text
    .replace(/https?:\/\/[^/\s"',]+/g, '(origin)')
    .replace(/realm="[^"]*"/gi, 'realm=(host)') // Kong names the identity provider's host (gateway.md 3.1)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '(id)')
    .replace(/([?&](?:code|state|nonce|session|token|iss)=)[^&]*/g, '$1(value)')
}

function bodyDifferences(expected: string | undefined, actual: string | undefined): Difference[] {
  if (expected === undefined || actual === undefined) return []
  const [wanted, got] = [parsed(expected), parsed(actual)]
  if (wanted === undefined || got === undefined) {
    const [before, now] = [kindOfText(expected, wanted), kindOfText(actual, got)]
    return before === now ? [] : [{ where: 'body', expected: before, actual: now }]
  }
  return shapeDifferences('body', wanted, got)
}

const kindOfText = (text: string, json: unknown) => (json !== undefined ? 'JSON' : text === '' ? '(empty)' : 'text')

/** A JSON body, or undefined for any other. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Members and their types; of lists the first items, and whether there are any. Short fixed words count by value: `error`, `status`. */
function shapeDifferences(where: string, expected: unknown, actual: unknown): Difference[] {
  const [wanted, got] = [typeOf(expected), typeOf(actual)]
  if (wanted !== got) return [{ where, expected: wanted, actual: got }]
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if ((expected.length === 0) !== (actual.length === 0)) {
      return [{ where, expected: `${expected.length} items`, actual: `${actual.length} items` }]
    }
    return expected.length === 0 ? [] : shapeDifferences(`${where}.0`, expected[0], actual[0])
  }
  if (wanted === 'object') return memberDifferences(where, expected as object, actual as object)
  const member = where.slice(where.lastIndexOf('.') + 1)
  const differs = telling.has(member) && expected !== actual
  return differs ? [{ where, expected: String(expected), actual: String(actual) }] : []
}

/** Members whose values are words of a protocol, and no data. */
const telling: ReadonlySet<string> = new Set([
  'error',
  'status',
  'token_type',
  'active',
  'invalid_parameters',
  'reason',
])

function memberDifferences(where: string, expected: object, actual: object): Difference[] {
  const [before, now] = [new Map(Object.entries(expected)), new Map(Object.entries(actual))]
  const names = [...new Set([...before.keys(), ...now.keys()])]
  return names.flatMap((name) => {
    if (!now.has(name)) return [{ where: `${where}.${name}`, expected: typeOf(before.get(name)), actual: '(none)' }]
    if (!before.has(name)) return [{ where: `${where}.${name}`, expected: '(none)', actual: typeOf(now.get(name)) }]
    return shapeDifferences(`${where}.${name}`, before.get(name), now.get(name))
  })
}

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
