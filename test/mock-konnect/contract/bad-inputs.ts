import { type Operation, resolverOf } from '../published-api.ts'
import type { Call } from './call.ts'
import type { Sent } from './play.ts'

/** A call that must be refused. */
export interface BadInput {
  what: string
  sent: Sent
  statuses: readonly number[]
  /** The member that the refusal names. */
  field?: string
}

/** A member of a published body. */
interface Member {
  type?: string
  enum?: unknown[]
  maxLength?: number
  readOnly?: boolean
}

interface Body {
  members: Record<string, Member>
  required: readonly string[]
}

/** What the inputs are made with besides the description. */
export interface Strangers {
  /** Of a developer of the same portal, by version of its API. */
  cookies: Record<'v2' | 'v3', string>
}

/** Every wrong form of a call: its token, its path, its query, its body as a whole and member by member. */
export const badInputs = (operation: Operation, call: Call, strangers: Strangers): BadInput[] => [
  ...wrongTokens(operation, call),
  ...wrongIds(operation, call, strangers),
  ...wrongQueries(operation, call),
  ...(operation.body ? wrongBodies(operation, call) : []),
]

const usual = ({ body, query = '', at = {}, headers = {} }: Call): Sent => ({ body, query, at, headers })

/** Where nobody needs to be known: what leads to a session, and the portal's public face. Operators always show a token. */
const isOpen = ({ template, statuses }: Operation) =>
  template.startsWith('/api/') && (!statuses.includes(401) || /\/(authenticate|reset-password)$/.test(template))

function wrongTokens(operation: Operation, call: Call): BadInput[] {
  if (isOpen(operation)) return []
  const portal = operation.template.startsWith('/api/')
  const malformed = portal
    ? { cookie: 'portalaccesstoken=%zz; portalrefreshtoken=%zz' }
    : { authorization: 'Bearer kpat demo' }
  return [
    { what: 'no token', sent: { ...usual(call), who: 'nobody' }, statuses: [401] },
    { what: 'malformed token', sent: { ...usual(call), headers: { ...call.headers, ...malformed } }, statuses: [401] },
  ]
}

function wrongIds(operation: Operation, call: Call, { cookies }: Strangers): BadInput[] {
  const { method, template, statuses } = operation
  const names = Array.from(template.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? '')
  const upsert = method === 'PUT' && (statuses.includes(201) || template.includes('core-entities'))
  const last = upsert ? undefined : names.at(-1)
  const absent = method === 'DELETE' && template.includes('core-entities') ? names.at(0) : last
  const inputs: BadInput[] = []
  const at = (name: string, stands: string) => ({ ...usual(call), at: { ...call.at, [name]: stands } })
  if (absent && absent !== 'indices') inputs.push({ what: 'unknown id', sent: at(absent, '!'), statuses: [404] })
  // What is published belongs to no portal: it may be published in another, and the path's last id is its own.
  const published = /\/(publications\/\{portalId\}|product-versions\/\{productVersionId\})$/.test(template)
  if (names.includes('portalId') && names.length > 1 && !published) {
    const other = template.startsWith('/v2') ? 'otherClassicPortal' : 'otherPortal'
    inputs.push({ what: 'id of another portal', sent: at('portalId', other), statuses: [404] })
  }
  if (template.startsWith('/api/') && names.includes('applicationId')) {
    const cookie = cookies[template.startsWith('/api/v2') ? 'v2' : 'v3']
    inputs.push({
      what: "another developer's application",
      sent: { ...usual(call), headers: { ...call.headers, cookie } },
      statuses: [404],
    })
  }
  return inputs
}

function wrongQueries({ method, query, template }: Operation, call: Call): BadInput[] {
  if (method !== 'GET') return []
  const size = ['page[size]', 'size'].find((name) => name in query)
  const numbers = size ? ['0', '10000', 'ten'] : []
  const filters = Object.keys(query).some((name) => name.startsWith('filter'))
    ? ['filter[nothing]', 'filter[nothing][eq]']
    : []
  const wrong = (text: string): Sent => ({ ...usual(call), query: `${call.query ? `${call.query}&` : '?'}${text}` })
  return [
    ...numbers.map((text) => ({
      ...{ what: `page size ${text}`, sent: wrong(`${size}=${text}`), statuses: [400] },
      field: size ?? '',
    })),
    ...filters.map((name) => ({
      ...{ what: 'unknown filter', sent: wrong(`${encodeURI(name)}=x`), statuses: [400] },
      ...(template.startsWith('/api/') ? {} : { field: name }),
    })),
  ]
}

function wrongBodies(operation: Operation, call: Call): BadInput[] {
  const { members, required } = membersOf(operation.body, resolverOf(operation.file))
  const with_ = (change: (body: Record<string, unknown>) => unknown): Sent => ({
    ...usual(call),
    body: async (reading: never) => {
      const written = typeof call.body === 'function' ? await call.body(reading) : call.body
      return change({ ...(written as object) })
    },
  })
  const media = operation.statuses.includes(415) ? [415] : [400]
  const inputs: BadInput[] = [
    { what: 'broken JSON', sent: { ...usual(call), body: '{"a":' }, statuses: [400] },
    { what: 'a body that is no object', sent: { ...usual(call), body: [[]] }, statuses: [400] },
    {
      what: 'wrong media type',
      sent: { ...usual(call), headers: { ...call.headers, 'content-type': 'text/plain' } },
      statuses: media,
    },
    {
      what: 'extra member',
      sent: with_((body) => ({ ...body, unheard_of: 1 })),
      ...{ statuses: [400], field: 'unheard_of' },
    },
  ]
  for (const name of required) {
    const without = ({ [name]: _, ...rest }: Record<string, unknown>) => rest
    inputs.push({ what: 'missing member', sent: with_(without), statuses: [400], field: name })
  }
  for (const [name, member] of Object.entries(members)) {
    const put = (value: unknown) => with_((body) => ({ ...body, [name]: value }))
    const odd = oddFor(member)
    if (odd !== undefined) inputs.push({ what: 'wrong type', sent: put(odd), statuses: [400], field: name })
    if (member.type === 'string' && member.maxLength && !member.enum && member.maxLength < 100_000) {
      const long = put('x'.repeat(member.maxLength + 1))
      inputs.push({ what: 'too long', sent: long, statuses: [400], field: name })
    }
  }
  return inputs
}

/** A value of another type than a member has. */
const oddFor = ({ type }: Member): unknown =>
  type === undefined ? undefined : type === 'object' || type === 'array' ? 'text' : { odd: true }

interface Schema extends Member {
  $ref?: string
  properties?: Record<string, unknown>
  required?: string[]
  allOf?: unknown[]
  oneOf?: unknown[]
  anyOf?: unknown[]
}

/** The members that a body has in each of its forms. */
function membersOf(schema: unknown, resolve: (reference: string) => unknown): Body {
  const one = resolvedSchema(schema, resolve)
  const members: Record<string, Member> = {}
  for (const [name, member] of Object.entries(one.properties ?? {})) {
    const known = resolvedSchema(member, resolve)
    if (!known.readOnly) members[name] = known
  }
  const parts = (one.allOf ?? []).map((part) => membersOf(part, resolve))
  const branches = (one.oneOf ?? one.anyOf ?? []).map((part) => membersOf(part, resolve))
  const [first, ...others] = branches
  const shared = first?.required.filter((name) => others.every(({ required }) => required.includes(name))) ?? []
  const same = Object.entries(first?.members ?? {}).filter(([name, { type }]) =>
    others.every(({ members }) => members[name]?.type === type),
  )
  return {
    members: Object.assign(Object.fromEntries(same), ...parts.map(({ members }) => members), members),
    required: [...new Set([...(one.required ?? []), ...shared, ...parts.flatMap(({ required }) => required)])],
  }
}

function resolvedSchema(schema: unknown, resolve: (reference: string) => unknown): Schema {
  const one = schema as Schema // a schema of a published description
  return one.$ref ? resolvedSchema(resolve(one.$ref), resolve) : one
}
