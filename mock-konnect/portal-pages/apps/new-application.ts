import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { type Field, type FormState, form, refreshName, type Typed } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, type Site, textIn, typedIn } from '../site.ts'
import {
  applicationFields,
  busy,
  createApplication,
  type DecidingStrategy,
  fieldNames,
  wishIn,
} from './application-form.ts'
import { secretPage } from './secret-page.ts'

const generateName = 'generate'

/** **Create New Application**: the fields are those that the chosen strategy asks for. */
export function newApplication(app: FastifyInstance, site: Site): void {
  const path = '/application/create'
  const fieldsFor = async (request: FastifyRequest, typed: Typed): Promise<Field[]> => {
    const strategies = await site.all<DecidingStrategy>(request, site.generation.strategies)
    const chosen = strategies.find(({ id }) => id === textIn(typed, 'auth_strategy_id')) ?? strategies[0]
    const [name, ...others] = applicationFields(site.generation, chosen)
    return [...(name ? [name] : []), strategyField(strategies), ...others]
  }
  const show = (request: FastifyRequest, reply: FastifyReply, fields: Field[], state: FormState = {}, status = 200) =>
    site.show(request, reply, { title: 'Create New Application', status, content: pageWith(site, fields, state) })

  app.get(path, async (request, reply) => {
    const state = site.returned(request, reply)
    return show(request, reply, await fieldsFor(request, state.typed ?? {}), state)
  })

  app.post(path, async (request, reply) => {
    const typed = typedIn(request)
    if (generateName in typed) typed[site.generation.idMember] = site.ids.uuid('reference')
    const fields = await fieldsFor(request, typed)
    if (generateName in typed || refreshName in typed) return show(request, reply, fields, { typed })
    const made = await createApplication(site, request, { ...wishIn(typed), ...filledIn(typed, ['auth_strategy_id']) })
    if ('refused' in made) {
      const state = { typed, ...refusalIn(made.refused, fieldNames(fields)) }
      return show(request, reply, fields, state, made.refused.status)
    }
    return secretPage(site, request, reply, made)
  })
}

const strategyField = (strategies: readonly DecidingStrategy[]): Field => ({
  name: 'auth_strategy_id',
  label: 'Auth Strategy',
  kind: 'select',
  options: strategies.map(({ id, name }) => ({ value: id, label: name })),
  testId: 'application-auth-strategy-select',
  ...(strategies.length > 1 && { decides: 'Show the fields of this strategy' }),
})

function pageWith(site: Site, fields: readonly Field[], state: FormState): Html {
  const bringsId = fields.some(({ name }) => name === site.generation.idMember)
  const generate = html`<button name="${generateName}" value="true" class="secondary" data-testid="generate-reference-id">Generate</button>`
  const beside = html`${bringsId && generate}<a href="${site.at('/my-apps')}">Cancel</a>`
  const submitTestId = 'create-application-button'
  return form({ label: 'Create New Application', fields, submit: 'Create', busy, submitTestId, beside, ...state })
}
