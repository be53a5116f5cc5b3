import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { closed, Uuid } from '../../problems/common-schemas.ts'
import { discriminated } from '../../problems/discriminated.ts'
import type { SignedInOptions } from '../visits.ts'

const sizes = ['P99', 'P95', 'P50']
const measures = ['RESPONSE_LATENCY', 'RESPONSE_SIZE', 'REQUEST_SIZE']
const classicMetrics = [
  'REQUEST_COUNT',
  'REQUEST_PER_MINUTE',
  ...measures.flatMap((one) => sizes.map((size) => `${one}_${size}`)),
]
const currentMetrics = [
  ...['request_count', 'request_per_minute', 'response_latency_average', 'response_size_average'],
  ...['response_size_sum', 'request_size_average', 'request_size_sum'],
]
const values = {
  STATUS_CODE: Type.Integer({ minimum: 100, maximum: 999 }),
  STATUS_CODE_GROUPED: Type.String({ pattern: '^\\d[xX][xX]$' }),
}
const thirtyDays = 30 * 86_400_000

const In = Type.Enum(['IN', 'NOT_IN'])
const classicFilter = <S extends Type.TSchema>(dimension: string, value: S) =>
  closed({ dimension: Type.Literal(dimension), type: In, values: Type.Array(value) })
const currentFilter = <S extends Type.TSchema>(field: string, value: S) =>
  closed({ field: Type.Literal(field), operator: Type.Enum(['in', 'not_in']), value: Type.Array(value) })

/** Questions about the traffic of one's applications (`konnect.md` 9.7). */
const Question = {
  v2: closed({
    ...{ start_ms: Type.Integer(), end_ms: Type.Integer() },
    metrics: Type.Array(Type.Enum(classicMetrics), { minItems: 1, maxItems: 1 }),
    dimensions: Type.Optional(
      Type.Array(Type.Enum(['API_PRODUCT_VERSION', 'APPLICATION', 'STATUS_CODE', 'STATUS_CODE_GROUPED', 'TIME']), {
        maxItems: 2,
      }),
    ),
    granularity_ms: Type.Optional(Type.Integer({ minimum: 1 })),
    filter: Type.Optional(
      Type.Array(
        discriminated('dimension', [
          classicFilter('API_PRODUCT_VERSION', Uuid),
          classicFilter('APPLICATION', Uuid),
          classicFilter('STATUS_CODE', values.STATUS_CODE),
          classicFilter('STATUS_CODE_GROUPED', values.STATUS_CODE_GROUPED),
        ]),
      ),
    ),
  }),
  v3: closed({
    metrics: Type.Optional(Type.Array(Type.Enum(currentMetrics), { minItems: 1, maxItems: 1 })),
    dimensions: Type.Optional(
      Type.Array(Type.Enum(['api', 'application', 'status_code', 'status_code_grouped', 'time']), { maxItems: 2 }),
    ),
    granularity: Type.Optional(Type.String()),
    time_range: Type.Optional(Type.Object({ type: Type.Enum(['relative', 'absolute']) })),
    filters: Type.Optional(
      Type.Array(
        discriminated('field', [
          currentFilter('api', Uuid),
          currentFilter('application', Uuid),
          currentFilter('status_code', values.STATUS_CODE),
          currentFilter('status_code_grouped', values.STATUS_CODE_GROUPED),
        ]),
      ),
    ),
  }),
}

/** Traffic of one's applications. This server sees none, so every answer is that there was none. */
export const stats: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, version }) => {
  const { clock, ids } = context

  app.get('/stats/config', async () => ({ analytics: { percentiles: true, retention_ms: thirtyDays } }))

  if (version === 'v2') {
    app.post('/stats', { schema: { body: Question.v2 } }, async ({ body }) => {
      const { metrics: metric_names, start_ms, end_ms, granularity_ms: granularity = 86_400_000 } = body
      const meta = { metric_names, start_ms, end_ms, truncated: false, granularity, query_id: ids.uuid('query') }
      return { meta, records: [] }
    })
    return
  }
  app.post('/stats', { schema: { body: Question.v3 } }, async ({ body }) => {
    const { metrics: metric_names = ['request_count'] } = body
    const now = clock.now()
    const [start, end] = [now - 3_600_000, now].map((at) => new Date(at).toISOString())
    const limits = { truncated: false, limit: 50, granularity_ms: 60_000 }
    return { meta: { metric_names, start, end, ...limits, query_id: ids.uuid('query') }, data: [] }
  })
}
