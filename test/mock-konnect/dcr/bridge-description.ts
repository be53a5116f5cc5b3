import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import type { Seen } from './fakes/fake-bridge.ts'

type Json = { [member: string]: Json }

const file = fileURLToPath(new URL('../../../../shared/specs/konnect/dcr-bridge.yaml', import.meta.url))

/**
 * The description closes the parts of an event against each other (`allOf` of closed objects), so that no event fits it. Events
 * are checked with their parts open; other objects stay closed.
 */
function opened(document: Json): Json {
  const copy = structuredClone(document)
  for (const [name, schema] of Object.entries(copy.components?.schemas ?? {})) {
    if (name.startsWith('EventHook')) delete schema.additionalProperties
  }
  return copy
}

/** Reads the published description of a bridge. Gives what it objects to in a call and its answer. */
export function bridgeDescription(): (seen: Seen) => string[] {
  const document = parse(readFileSync(file, 'utf8')) as Json // an OpenAPI document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'bridge', ...opened(document) })
  return (seen) => objections({ document, ajv }, seen)
}

function objections({ document, ajv }: { document: Json; ajv: Ajv2020 }, seen: Seen): string[] {
  const {
    operation: { method, path },
    request,
    answer,
  } = seen
  const operation = document.paths?.[path]?.[method]
  const response = operation?.responses?.[answer.status]
  if (!response) return [`${method} ${path} has no answer ${answer.status}`]
  const bodies: [Json | undefined, unknown][] = [
    [operation?.requestBody, request],
    [response, answer.body],
  ]
  return bodies.flatMap(([part, value]) => {
    const pointer = part?.$ref as unknown as string | undefined // a local reference, as everywhere in this document
    const inside = pointer
      ? pointer
          .slice(2)
          .split('/')
          .reduce<Json | undefined>((at, step) => at?.[step], document)
      : part
    const schema = inside?.content?.['application/json']?.schema
    if (!schema) return value === undefined ? [] : ['a body that is not described']
    const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"bridge#/')))
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  })
}
