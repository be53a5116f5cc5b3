import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { Complaints } from '../complaints.ts'
import type { Exchange, ExchangeBus } from '../exchanges.ts'
import { harOf } from '../har.ts'
import { nearest } from '../nearest.ts'
import { isLoopback } from '../recorder.ts'
import { type Mask, numberedMask } from '../redact.ts'
import { asMermaid, asText, transcriptOf } from '../transcript.ts'
import { exchangesOf } from './flows.ts'
import { inspectionOf } from './inspection.ts'
import { liveStream } from './live-stream.ts'
import { matcherOf, Search } from './search.ts'

const ExchangeQuery = Type.Object({
  ...Search.properties,
  route: Type.Optional(Type.String()),
  after: Type.Optional(Type.Integer({ minimum: 0 })),
  format: Type.Optional(Type.String({ description: 'json, har, text, mermaid, and what the program adds' })),
  whole: Type.Optional(Type.Boolean({ description: 'with every exchange of the flows that what is found belongs to' })),
  secrets: Type.Optional(Type.Boolean({ description: 'as they were on the wire; on loopback alone' })),
})
type ExchangeQuery = Static<typeof ExchangeQuery>

/** Leaves secrets as they were on the wire. */
export const unmasked: Mask = (secret) => secret

/** What was exchanged, to be read, searched, taken away in several forms, and followed as it comes. */
export function exchangeLevers(mock: FastifyInstance, server: string, bus: ExchangeBus): void {
  liveStream(mock, bus)
  mock.get('/exchanges', { schema: { querystring: ExchangeQuery } }, async (request, reply) => {
    const query = request.query as ExchangeQuery // as the schema declares it
    const { format = wantsHar(request) ? 'har' : 'json', secrets = false } = query
    if (secrets && !isLoopback(request.ip))
      return reply.code(403).send({ message: 'secrets are told on loopback alone' })
    const mask = secrets ? unmasked : undefined
    if (format === 'json') return { exchanges: found(bus, query, mask), dropped: bus.dropped }
    const form = inspectionOf(bus).forms.find(({ name }) => name === format)
    if (!form) return written(reply, { format, server, bus, exchanges: () => found(bus, query, mask) })
    return reply.type(form.type).send(await form.write(found(bus, query, mask ?? numberedMask())))
  })
}

const own = ['json', 'har', 'text', 'mermaid']
const formsOf = (bus: ExchangeBus) => [...own, ...inspectionOf(bus).forms.map(({ name }) => name)]

function found(bus: ExchangeBus, query: ExchangeQuery, mask: Mask | undefined): Exchange[] {
  const { route, after = 0, server, whole = false } = query
  if (whole) return exchangesOf(bus, query, mask)
  const { may, is } = matcherOf(query, bus)
  const ids = bus.those(bus.ids, (recorded) => (!server || recorded.server === server) && may(recorded))
  const wanted = (exchange: Exchange) => exchange.id > after && (!route || exchange.route === route) && is(exchange)
  const list = bus.told(ids).filter(wanted)
  return mask
    ? bus.told(
        list.map(({ id }) => id),
        mask,
      )
    : list
}

interface Writing {
  format: string
  server: string
  bus: ExchangeBus
  exchanges: () => Exchange[]
}

function written(reply: FastifyReply, { format, server, bus, exchanges }: Writing): FastifyReply {
  const { dropped } = bus
  const hops = () => transcriptOf(exchanges())
  if (format === 'text') return reply.type('text/plain; charset=utf-8').send(`${asText(hops(), dropped)}\n`)
  if (format === 'mermaid') return reply.type('text/vnd.mermaid; charset=utf-8').send(`${asMermaid(hops(), dropped)}\n`)
  if (format === 'har') {
    return reply.type('application/json').send(harOf(hops(), { creator: { name: server, version: '1' }, dropped }))
  }
  throw new Complaints('exchanges', [{ path: 'format', expected: `no such format${nearest(format, formsOf(bus))}` }])
}

/** The name that HAR files go by; it was never registered. */
const wantsHar = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('application/har+json') ?? false
