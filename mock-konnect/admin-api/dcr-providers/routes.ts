import type { Static } from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { explain } from '../../../kit/recorder.ts'
import type { KonnectContext } from '../../context.ts'
import { configOf, emptyConfig } from '../../dcr/provider-config.ts'
import { verified } from '../../dcr/verification.ts'
import { conflict } from '../../errors.ts'
import { found } from '../../found.ts'
import { indexed, textOf } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { DcrProvider } from '../../model/dcr-provider.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { publishedProvider } from '../../problems/how-to-forms.ts'
import { acceptBody } from '../../problems/validator.ts'
import { inUse } from '../../reasons.ts'
import { takeHowToForm } from '../how-to-bodies.ts'
import { mergeLabels } from '../merge-labels.ts'
import {
  DcrProviderChanges,
  DcrProviderId,
  NewDcrProvider,
  type ShownDcrProvider as Shown,
  ShownDcrProvider,
  Verification,
} from './schema.ts'

const someText = ['eq', 'contains']
const listing: Listing<DcrProvider> = {
  sort: {
    ...times,
    provider_type: (row) => row.provider_type,
    issuer: (row) => row.issuer,
    name: (row) => row.name,
  },
  filter: {
    id: indexed(
      textOf(someText, (row) => row.id),
      'id',
    ),
    issuer: textOf(someText, (row) => row.issuer),
    name: indexed(
      textOf(someText, (row) => row.name),
      'name',
    ),
    provider_type: textOf(['eq'], (row) => row.provider_type),
    initial_client_id: textOf(someText, (row) => shownText(row, 'initial_client_id')),
    initial_client_audience: textOf(someText, (row) => shownText(row, 'initial_client_audience')),
  },
}

/** Identity providers at which Konnect registers clients (`konnect.md` 2). */
export function dcrProviders(app: App, context: KonnectContext): void {
  const path = '/v2/dcr-providers'
  const { model, clock, seal, behaviour } = context
  const find = async (id: string) => found(await model.dcrProviders.find(id), 'DCR provider', id)
  const view = (row: DcrProvider) => shown(model, row)
  const preValidation = takeHowToForm(context, (sent) =>
    publishedProvider(sent, behaviour.current.defaultInitialClientId),
  )

  const create = { schema: { body: NewDcrProvider, response: { 201: ShownDcrProvider } }, preValidation }
  app.post(path, create, async ({ body }, reply) => {
    const { dcr_config = {}, display_name = null, labels = {}, ...members } = body
    const config = configOf(dcr_config, emptyConfig(body.provider_type), seal)
    const row = { ...newEntity(context, 'dcr-provider'), ...members, display_name, labels, ...config }
    await model.dcrProviders.insert(row)
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownDcrProvider) } } }, async (request) =>
    listPage(rowsOf(model.dcrProviders), request.query, { listing, limits: behaviour.current, view }),
  )

  const one = { schema: { params: DcrProviderId, response: { 200: ShownDcrProvider } } }
  app.get(`${path}/:dcrProviderId`, one, async ({ params }) => view(await find(params.dcrProviderId)))

  app.patch(`${path}/:dcrProviderId`, one, async ({ params, body }) => {
    const row = await find(params.dcrProviderId)
    const changes: Changes = acceptBody(DcrProviderChanges[row.provider_type], body)
    const { dcr_config = {}, labels, ...members } = changes
    const changed = {
      ...row,
      ...given(members),
      labels: mergeLabels(row.labels, labels),
      ...configOf(dcr_config, row, seal),
      updated_at: isoTime(clock),
    }
    await model.dcrProviders.replace(changed)
    return view(changed)
  })

  app.delete(`${path}/:dcrProviderId`, { schema: { params: DcrProviderId } }, async ({ params }, reply) => {
    const { id } = await find(params.dcrProviderId)
    const strategies = await model.authStrategies.listBy('dcr_provider', id)
    if (strategies.length > 0 && behaviour.current.providerInUse === 'conflict') {
      const names = strategies.map(({ name }) => name).join(', ')
      throw conflict('DCR provider is in use', inUse('DCR provider', `auth strategies (${names})`))
    }
    for (const strategy of strategies) {
      await model.authStrategies.replace({ ...strategy, dcr_provider_id: null, updated_at: isoTime(clock) })
    }
    await model.dcrProviders.remove(id)
    return reply.code(204).send()
  })

  const verify = { schema: { params: DcrProviderId, response: { 200: Verification } } }
  app.post(`${path}/:dcrProviderId/verify`, verify, async (request) => {
    const { status, errors, reason } = await verified(context, await find(request.params.dcrProviderId))
    explain(request, reason)
    return { status, errors }
  })
}

type Changes = Static<(typeof DcrProviderChanges)['kongIdentity']> & { dcr_config?: object }

const shownText = ({ dcr_config }: DcrProvider, member: string): string | undefined => {
  const value = dcr_config[member]
  return typeof value === 'string' ? value : undefined
}

/** `active` turns true once any strategy names the provider, published or not (`konnect.md` 2.2). */
async function shown(model: Model, row: DcrProvider): Promise<Shown> {
  const { id, name, display_name, provider_type, issuer, dcr_config, labels, created_at, updated_at } = row
  return {
    ...{ id, name, ...(display_name !== null && { display_name }), provider_type, issuer },
    active: (await model.authStrategies.countBy('dcr_provider', id)) > 0,
    ...{ dcr_config, labels, created_at, updated_at },
  }
}
