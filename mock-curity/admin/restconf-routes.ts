import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { present } from '../configuration/leaf.ts'
import { memberOf } from '../configuration/nodes.ts'
import { NotServed } from '../errors.ts'
import type { Services } from '../services.ts'
import { admin as reasons } from './admin-reasons.ts'
import { administratorOf, refuseUnauthorized } from './administrator.ts'
import { configurationEdits } from './configuration-edits.ts'
import { type DataPath, type PathStep, targetOf } from './data-path.ts'
import { type DataAddress, type Datastore, dataAddress, dataRoutes, restconfPath, urlOf } from './datastores.ts'
import { mediaTypeOf, readBody, wantedForm, writeBody } from './media-types.ts'
import { badQuery, badValue, malformedMessage, operationNotSupported, unknownElement } from './restconf-errors.ts'
import { shownLeaf } from './shown-leaf.ts'

export interface RestconfOptions extends Services {
  /** Answers whether or not the leaf `restconf` is there: the product's own pages do not need it. */
  always?: boolean
}

/** RESTCONF over the configuration tree (`curity.md` 7.3; RFC 8040). Dynamic clients are not in it (`curity.md` 7.4). */
export const restconf: FastifyPluginAsyncTypebox<RestconfOptions> = async (app, { always = false, ...services }) => {
  const { configuration } = services
  const edits = configurationEdits(services)
  const leaf = shownLeaf()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', async (request) => {
    if (!always && !present(configuration.tree.environments.environment['admin-service']?.http?.restconf))
      throw new NotServed(404, reasons.off())
    refuseUnauthorized(await administratorOf(request, services), request.method, services)
    await configuration.caughtUp()
  })

  app.get(restconfPath, async (request, reply) =>
    sendPlain(request, reply, 'restconf', { data: {}, operations: {}, 'yang-library-version': yangLibrary }),
  )
  app.get(`${restconfPath}/yang-library-version`, async (request, reply) =>
    sendPlain(request, reply, 'yang-library-version', yangLibrary),
  )
  app.get(`${restconfPath}/operations`, async (request, reply) =>
    sendPlain(request, reply, 'operations', Object.fromEntries(Object.keys(operations).map((name) => [name, [null]]))),
  )
  app.post(`${restconfPath}/operations/:name`, async (request, reply) => {
    const { name } = request.params as { name: string } // the route has it
    const operation = Object.hasOwn(operations, name) ? operations[name as keyof typeof operations] : undefined // hasOwn in this line
    if (!operation) throw unknownElement(`unknown operation: ${name}`)
    edits[operation]()
    await configuration.kept()
    return reply.code(204).send()
  })

  for (const url of dataRoutes) {
    app.route({ method: ['GET', 'HEAD'], url, handler: read })
    app.put(url, async (request, reply) => {
      const { datastore, path } = changeable(request)
      const created = edits.put(datastore, path, await sentFor(request, path))
      await configuration.kept()
      return reply.code(created ? 201 : 204).send()
    })
    app.patch(url, async (request, reply) => {
      const { datastore, path } = changeable(request)
      edits.merge(datastore, path, await sentFor(request, path))
      await configuration.kept()
      return reply.code(204).send()
    })
    app.post(url, create)
    app.delete(url, async (request, reply) => {
      const { datastore, path } = changeable(request)
      edits.remove(datastore, path)
      await configuration.kept()
      return reply.code(204).send()
    })
    app.options(url, async (request, reply) => {
      const { datastore } = dataAddress(request)
      return reply.code(204).header('allow', methodsOf(datastore).join(', ')).header('accept-patch', accepted).send()
    })
  }

  async function read(request: FastifyRequest, reply: FastifyReply) {
    const { datastore, path } = dataAddress(request)
    const form = wantedForm(request)
    const depth = depthIn(request.query)
    const target = targetOf(path)
    const value = edits.read(datastore, path)
    const body = await writeBody(target, path.at(-1)?.keys ? [value] : value, form, { depth, leaf })
    return reply.type(mediaTypeOf(form)).header('cache-control', 'no-cache').send(body)
  }

  async function create(request: FastifyRequest, reply: FastifyReply) {
    const { datastore, path: parent } = changeable(request)
    const sent = await readBody(request)
    const { node } = targetOf(parent)
    const child = 'members' in node ? memberOf(node.members, sent.name) : undefined
    if (!child) throw unknownElement(`unknown element: ${sent.name}`)
    const value = sent.as(child)
    const { step, entry } = newStep({ name: sent.name, node: child, keys: undefined }, value)
    edits.create(datastore, [...parent, step], entry)
    await configuration.kept()
    const place = [urlOf(request).replace(/\/$/, ''), named(step)].join('/')
    return reply.code(201).header('location', `${request.protocol}://${request.host}${place}`).send()
  }
}

const methodsOf = (datastore: Datastore): string[] =>
  datastore === 'running' ? ['GET', 'HEAD', 'OPTIONS'] : ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** @throws RestconfError 405 for a datastore that is only read */
function changeable(request: FastifyRequest): DataAddress {
  const address = dataAddress(request)
  if (address.datastore === 'running') throw operationNotSupported(methodsOf('running'))
  return address
}

/** The module's own revision (RFC 8040 §3.3.3). */
const yangLibrary = '2019-01-04'

const accepted = [mediaTypeOf('json'), mediaTypeOf('xml')].join(', ')

/**
 * The commit step, for changes that are staged (switch `adminChanges`). How the product's own call for it is named is not known, so
 * these are named after this harness.
 */
const operations = {
  'dcr-harness:commit': 'commit',
  'dcr-harness:discard': 'discard',
} as const

const sendPlain = (request: FastifyRequest, reply: FastifyReply, name: string, value: unknown) => {
  if (wantedForm(request) === 'json') {
    return reply.type(mediaTypeOf('json')).send(JSON.stringify({ [`ietf-restconf:${name}`]: value }))
  }
  const inside =
    typeof value === 'string'
      ? value
      : Object.keys(value as object)
          .map((member) => `<${member}/>`)
          .join('') // our own, see above
  const body = `<${name} xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf">${inside}</${name}>`
  return reply.type(mediaTypeOf('xml')).send(body)
}

async function sentFor(request: FastifyRequest, path: DataPath): Promise<unknown> {
  const { name, node } = targetOf(path)
  const sent = await readBody(request)
  if (sent.name !== name) throw malformedMessage(`the body has "${sent.name}", the address names "${name}"`)
  const value = sent.as(node)
  return path.at(-1)?.keys ? onlyEntry(value, name) : value
}

function onlyEntry(value: unknown, name: string): unknown {
  const [entry, ...others] = Array.isArray(value) ? value : [value]
  if (entry === undefined || others.length > 0) throw malformedMessage(`send one ${name}`)
  return entry
}

/** The step that a created value is reached by: for an entry of a list, with its keys. */
function newStep(step: PathStep, value: unknown): { step: PathStep; entry: unknown } {
  const { node, name } = step
  if (node.kind !== 'list' && node.kind !== 'leaf-list') return { step, entry: value }
  const entry = onlyEntry(value, name)
  if (node.kind === 'leaf-list') return { step: { ...step, keys: [String(entry)] }, entry }
  const members = (entry ?? {}) as Record<string, unknown> // of the right shape or not: a missing key is refused
  const keys = node.keys.map((key) => {
    if (members[key] === undefined) throw badValue(`${name} needs its key ${key}`)
    return String(members[key])
  })
  return { step: { ...step, keys }, entry }
}

const named = ({ name, keys }: PathStep): string => (keys ? `${name}=${keys.map(encodeURIComponent).join(',')}` : name)

/** How deep to read (RFC 8040 §4.8.2). @throws RestconfError 400 for a parameter that is not served, or has no such value */
function depthIn(query: unknown): number {
  const { depth = 'unbounded', content, ...others } = query as Record<string, unknown> // Fastify gives an object
  const [stranger] = Object.keys(others)
  if (stranger !== undefined) throw badQuery(`unknown query parameter: ${stranger}`)
  if (content !== undefined && !['all', 'config'].includes(String(content))) throw badQuery('content is all or config')
  if (depth === 'unbounded') return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,4}$/.test(String(depth))) throw badQuery('depth is a number from 1 to 65535, or unbounded')
  return Number(depth)
}
