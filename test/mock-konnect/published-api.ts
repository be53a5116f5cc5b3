import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const folder = fileURLToPath(new URL('../../../shared/specs/konnect/', import.meta.url))

/** Whether the published descriptions lie beside the project. Without them nothing can be compared. */
export const descriptionsPresent = existsSync(folder)

/** Which description is served under which prefix. The two of the portal host carry theirs in their paths. */
const served: readonly Served[] = [
  { prefix: '/v2', file: 'application-auth-strategies-v2' },
  { prefix: '/v2', file: 'api-products-v2' },
  { prefix: '/v2', file: 'portal-management-v2' },
  { prefix: '/v2', file: 'control-planes-v2' },
  { prefix: '/v2', file: 'control-planes-config-v2' },
  { prefix: '/v3', file: 'portal-management-v3' },
  { prefix: '/v3', file: 'api-builder-v3' },
  { prefix: '', file: 'dev-portal-v2' },
  { prefix: '', file: 'dev-portal-v3' },
  { prefix: '/v1', file: 'kong-identity-v1' },
]

interface Served {
  prefix: string
  file: string
}

interface Json {
  [member: string]: Json
}

interface Description {
  prefix: string
  document: Json
  ajv: Ajv2020
  paths: { pattern: RegExp; template: string }[]
}

/** What was read once is kept as long as its entry in `served`. */
const descriptions = new WeakMap<Served, Description>()

/** What was sent, and what came back. */
export interface Observed {
  method: string
  /** Path without its query. */
  path: string
  status: number
  /** Its `Content-Type`; when it is not told, the first described one is taken. */
  type?: string | undefined
  body: unknown
}

/** One operation of a published description. */
export interface Operation {
  file: string
  method: string
  /** As it is served: with the prefix of its API. */
  template: string
  /** Every status that is described. */
  statuses: number[]
  /** Schema of the JSON body, when there is one, with references inside the description. */
  body: unknown
  /** The query parameters, by name. */
  query: Record<string, QueryParameter>
}

export interface QueryParameter {
  description: string
  /** With references inside the description. */
  schema: unknown
}

/** Every operation of one description. */
export function operationsOf(file: string): Operation[] {
  const one = served.find((candidate) => candidate.file === file)
  if (!one) throw new Error(`${file} is not one of the descriptions that are compared`)
  const { document, prefix } = describedBy(one)
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => {
      const operation = item[method]
      if (!operation) return []
      const parameters = [item.parameters, operation.parameters]
        .flatMap((list) => Object.values(list ?? {}))
        .map((parameter) => resolved(document, parameter))
      const inQuery = parameters.filter((parameter) => String(parameter.in) === 'query')
      return {
        file,
        method: method.toUpperCase(),
        template: `${prefix}${path}`,
        statuses: Object.keys(operation.responses ?? {}).map(Number),
        body: at(resolved(document, operation.requestBody ?? {}), ['content', 'application/json', 'schema']),
        query: Object.fromEntries(
          inQuery.map(({ name, description, schema }) => [name, { description: String(description), schema }]),
        ),
      }
    }),
  )
}

/** Finds what a reference inside a description names. */
export function resolverOf(file: string): (reference: string) => unknown {
  const one = served.find((candidate) => candidate.file === file)
  if (!one) throw new Error(`${file} is not one of the descriptions that are compared`)
  const { document } = describedBy(one)
  return (reference) => resolved(document, { $ref: reference as unknown as Json })
}

/** What an operation's description objects to in a JSON body: nothing when it fits. */
export function bodyMistakes({ file, body }: Operation, payload: unknown): string[] {
  const one = served.find((candidate) => candidate.file === file)
  if (!one || !body) return []
  const check = compiled(describedBy(one), body as Json) // a schema of that description
  return check(payload) ? [] : (check.errors ?? []).map(told)
}

/** The files that are compared, in the order of the README's table. */
export const comparedFiles = (): string[] => served.map(({ file }) => file)

/**
 * What the published description objects to in an answer: nothing when it fits.
 * `undescribed` names an operation or a status that no description has. What lies outside `/v2`, `/v3` and `/api` was never
 * published.
 */
export function objections(observed: Observed): { undescribed?: string; mistakes: string[] } {
  if (!descriptionsPresent || !/^\/(v\d|api)\//.test(observed.path)) return { mistakes: [] }
  const name = `${observed.method} ${observed.path} ${observed.status}`
  const found = firstOf(served, (one) => operationOf(one, observed))
  if (!found) return { undescribed: name, mistakes: [] }
  const { description, template, pointer } = found
  const response = at(description.document, [...pointer, 'responses', String(observed.status)])
  if (!response)
    return { undescribed: `${observed.method} ${description.prefix}${template} ${observed.status}`, mistakes: [] }
  const types = Object.keys(resolved(description.document, response).content ?? {})
  const sent = observed.type?.split(';')[0]
  const media = types.find((type) => type === sent) ?? (sent && observed.status < 400 ? undefined : types[0])
  if (media === undefined && types.length > 0) return { mistakes: [`${sent} is not one of ${types.join(', ')}`] }
  // Some refusals are described without a body; a problem document says no more than their status.
  const silent = observed.body === undefined || observed.status >= 400
  if (media === undefined) return { mistakes: silent ? [] : ['a body that is not described'] }
  const check = checkOf(description, resolved(description.document, response), media)
  return check(observed.body) ? { mistakes: [] } : { mistakes: (check.errors ?? []).map(told) }
}

/** Stops at the first hit: each description is read only when it is asked. */
function firstOf<T, Found>(list: readonly T[], search: (item: T) => Found | undefined): Found | undefined {
  for (const item of list) {
    const found = search(item)
    if (found !== undefined) return found
  }
  return undefined
}

const told = ({ instancePath, message, params }: NonNullable<ValidateFunction['errors']>[number]) =>
  `${instancePath || '(whole)'} ${message} ${JSON.stringify(params)}`

function operationOf(one: Served, { method, path }: Observed) {
  const { prefix } = one
  if (!path.startsWith(prefix === '' ? '/api/' : `${prefix}/`)) return undefined
  const description = describedBy(one)
  const inside = path.slice(prefix.length)
  for (const { pattern, template } of description.paths) {
    const pointer = ['paths', template, method.toLowerCase()]
    if (pattern.test(inside) && at(description.document, pointer)) return { description, template, pointer }
  }
  return undefined
}

/** Read on first use: the larger ones take a third of a second. */
function describedBy(one: Served): Description {
  const known = descriptions.get(one)
  if (known) return known
  const { prefix, file } = one
  const document = withoutNullable(parse(readFileSync(`${folder}${file}.yaml`, 'utf8'))) as Json
  const ajv = new Ajv2020({
    strict: false,
    unicodeRegExp: false,
    allErrors: true,
    validateFormats: true,
    logger: false,
  })
  addFormats.default(ajv)
  // The package's own `url` refuses addresses of this machine.
  ajv.addFormat('url', (text: string) => URL.canParse(text))
  ajv.addSchema({ $id: 'described', ...document })
  const paths = Object.keys(document.paths ?? {})
    // Literal segments before parameters, as routers do.
    .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
  const description = { prefix, document, ajv, paths }
  descriptions.set(one, description)
  return description
}

const checks = new WeakMap<object, ValidateFunction>()

function checkOf(description: Description, response: Json, media: string): ValidateFunction {
  const content = at(response, ['content', media]) ?? response
  const known = checks.get(content)
  if (known) return known
  const check = compiled(description, at(content, ['schema']) ?? {})
  checks.set(content, check)
  return check
}

function compiled({ ajv }: Description, schema: Json): ValidateFunction {
  const known = checks.get(schema)
  const check = known ?? ajv.compile({ ...JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"described#/')) })
  checks.set(schema, check)
  return check
}

const at = (here: Json, steps: readonly string[]): Json | undefined =>
  steps.reduce<Json | undefined>((inside, step) => inside?.[step], here)

const resolved = (document: Json, value: Json): Json => {
  const reference = value.$ref as unknown
  if (typeof reference !== 'string') return value
  const steps = reference
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/'))
  return resolved(document, at(document, steps) ?? {})
}

/** `nullable: true`, as OpenAPI 3.0 has it, in the words of JSON Schema. */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutNullable(member)]))
  const { nullable, ...schema } = members
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
}
