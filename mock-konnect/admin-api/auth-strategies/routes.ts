import type { Static } from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters } from '../../errors.ts'
import { found } from '../../found.ts'
import { listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { AuthStrategy } from '../../model/auth-strategy.ts'
import type { Entity } from '../../model/common.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { publishedStrategy } from '../../problems/how-to-forms.ts'
import { acceptBody } from '../../problems/validator.ts'
import { takeHowToForm } from '../how-to-bodies.ts'
import { mergeLabels } from '../merge-labels.ts'
import { strategyListing } from './listing.ts'
import { forgetDefault } from './portal-defaults.ts'
import { mergedConfigs, refuseInUse, refuseProviderChange, refuseUnknown, type SentStrategy } from './rules.ts'
import { AuthStrategyChanges, AuthStrategyId, NewAuthStrategy, ShownAuthStrategy } from './schema.ts'
import { shownStrategy } from './view.ts'

/** How applications authenticate, and who makes their credentials (`konnect.md` 3). */
export function authStrategies(app: App, context: KonnectContext): void {
  const path = '/v2/application-auth-strategies'
  const { model, clock, behaviour } = context
  const find = async (id: string) => found(await model.authStrategies.find(id), 'auth strategy', id)
  const view = (row: AuthStrategy) => shownStrategy(model, row)
  const preValidation = takeHowToForm(context, publishedStrategy)

  const create = { schema: { body: NewAuthStrategy, response: { 201: ShownAuthStrategy } }, preValidation }
  app.post(path, create, async ({ body }, reply) => {
    await refuseUnknown(context, body)
    const row = strategyOf(body, newEntity(context, 'auth-strategy'))
    await model.authStrategies.insert(row)
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownAuthStrategy) } } }, async ({ query }) => {
    const listing = strategyListing(() => model.dcrProviders.all())
    return listPage(rowsOf(model.authStrategies), query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: AuthStrategyId, response: { 200: ShownAuthStrategy } } }
  app.get(`${path}/:authStrategyId`, one, async ({ params }) => view(await find(params.authStrategyId)))

  const replace = { schema: { ...create.schema, params: AuthStrategyId }, preValidation }
  app.put(`${path}/:authStrategyId`, replace, async ({ params, body }, reply) => {
    const row = await find(params.authStrategyId)
    refuseOtherType(row, body)
    await refuseUnknown(context, body)
    const { id, created_at } = row
    const changed = strategyOf(body, { id, created_at, updated_at: isoTime(clock) })
    await refuseProviderChange(context, row, changed)
    await model.authStrategies.replace(changed)
    return reply.code(201).send(await view(changed))
  })

  app.patch(`${path}/:authStrategyId`, one, async ({ params, body }) => {
    const row = await find(params.authStrategyId)
    const changes: Changes = acceptBody(AuthStrategyChanges[row.strategy_type], body)
    await refuseUnknown(context, changes)
    const { configs, labels, ...members } = changes
    const changed = {
      ...row,
      ...given(members),
      configs: mergedConfigs(row.configs, configs),
      labels: mergeLabels(row.labels, labels),
      updated_at: isoTime(clock),
    }
    await refuseProviderChange(context, row, changed)
    await model.authStrategies.replace(changed)
    return view(changed)
  })

  app.delete(`${path}/:authStrategyId`, { schema: { params: AuthStrategyId } }, async ({ params }, reply) => {
    const row = await find(params.authStrategyId)
    await refuseInUse(model, row)
    await forgetDefault(context, row)
    await model.authStrategies.remove(row.id)
    return reply.code(204).send()
  })
}

type Changes = SentStrategy & Omit<Static<(typeof AuthStrategyChanges)['key_auth']>, 'configs'>

function strategyOf(body: NewAuthStrategy, entity: Entity): AuthStrategy {
  const { name, display_name, strategy_type, configs, labels = {}, principals = { enabled: false } } = body
  const dcr_provider_id = ('dcr_provider_id' in body ? body.dcr_provider_id : null) ?? null
  return { ...entity, name, display_name, strategy_type, configs, dcr_provider_id, labels, principals }
}

/** @throws Problem 400: the type of a strategy is fixed for life (`konnect.md` 3.3) */
function refuseOtherType({ strategy_type }: AuthStrategy, body: NewAuthStrategy): void {
  if (body.strategy_type === strategy_type) return
  const reason = '"strategy_type" cannot be changed'
  throw invalidParameters([{ field: 'strategy_type', reason, rule: 'invalid', source: 'body' }])
}
