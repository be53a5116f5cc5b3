import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import { faultKinds } from '../fault-schema.ts'
import type { ArmedFault, EndpointNames } from '../faults.ts'
import { type Html, html } from '../html.ts'
import { actionButton } from '../pages/actions.ts'
import { type Field, type FormState, form, refreshName } from '../pages/form.ts'
import { table } from '../pages/table.ts'
import { urlOf } from './frame.ts'
import {
  chosenServer,
  done,
  keptState,
  type LeverPages,
  type LeverServer,
  sendLeverPage,
  sentBy,
} from './lever-pages.ts'
import { errorsOf, fieldsOf, valuesOf } from './schema-form.ts'

const path = '/_mock/pages/faults'

/** Which faults are armed, and a form that arms one: its fields are those of its kind. */
export function faultsPage(app: FastifyInstance, context: LeverPages): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) => {
    const server = chosenServer(context, request)
    const { body } = await server.call('GET', '/_mock/faults')
    const known = body as { faults: ArmedFault[]; endpoints: EndpointNames } // what the lever tells
    const content = html`${armedFaults(server, known.faults)}<h2>Arm a fault</h2>${armForm(server, known.endpoints, state)}`
    return sendLeverPage(context, request, reply, { section: 'Faults', path, server, content, status })
  }

  app.get('/pages/faults', (request, reply) => show(request, reply, keptState(context, request, reply)))
  app.post('/pages/faults', async (request, reply) => {
    const typed = sentBy(request)
    if (typed[refreshName]) return show(request, reply, { typed })
    const server = chosenServer(context, request)
    const schema = schemaOf(typed.kind)
    const armed = await server.call('POST', '/_mock/faults', { json: faultOf(schema, typed) })
    if (armed.status === 201) return done(reply, path, server.name, 'armed')
    const names = ['kind', ...fieldsOf(schema).map(({ name }) => name)]
    return show(request, reply, { typed, errors: errorsOf(armed, names) }, 400)
  })
  app.post('/pages/faults/disarm', async (request, reply) => {
    const server = chosenServer(context, request)
    const { id } = sentBy(request)
    await server.call('DELETE', id === undefined ? '/_mock/faults' : `/_mock/faults/${encodeURIComponent(String(id))}`)
    return done(reply, path, server.name, 'disarmed')
  })
}

function armedFaults({ name }: LeverServer, faults: readonly ArmedFault[]): Html {
  const disarm = urlOf(`${path}/disarm`, { server: name })
  const rows = faults.map(({ id, kind, hits, seen: _, ...rest }) => [
    `${id} ${kind}`,
    html`<code>${JSON.stringify(rest)}</code>`,
    String(hits),
    actionButton({ action: disarm, label: 'Disarm', about: `fault ${id}`, values: { id: String(id) } }),
  ])
  return html`${table({ label: 'Armed faults', columns: ['fault', 'which calls, and what it does', 'hits', ''], rows, none: 'No fault is armed here.' })}
${faults.length > 1 && actionButton({ action: disarm, label: 'Disarm all' })}`
}

const kinds = Object.keys(faultKinds)

/** The schema of a kind; of the first one, when none of ours was sent. */
const schemaOf = (kind: unknown): TObject =>
  Object.entries(faultKinds).find(([name]) => name === kind)?.[1] ?? faultKinds.answer

/** What was typed as a fault: what was left empty is left out. */
function faultOf(schema: TObject, typed: FormState['typed'] & object): object {
  const values = Object.entries(valuesOf(schema, typed)).filter(([, value]) => value !== '' && value !== false)
  return { ...Object.fromEntries(values), kind: typed.kind }
}

function armForm({ name }: LeverServer, endpoints: EndpointNames, state: FormState): Html {
  const schema = schemaOf(state.typed?.kind)
  const names = ['*', ...Object.keys(endpoints)]
  const special: Record<string, Partial<Field> & object> = {
    kind: {
      kind: 'select',
      label: 'Kind',
      decides: 'Show its fields',
      options: kinds.map((value) => ({ value, label: value })),
    },
    endpoint: {
      kind: 'select',
      label: 'Endpoint',
      options: [{ value: '', label: 'none: by its route, below' }, ...names.map((value) => ({ value, label: value }))],
      hint: '* stands for all',
    },
  }
  const fields = fieldsOf(schema, 'default').map((field) => ({ ...field, ...special[field.name] }) as Field)
  const first = ['kind', 'endpoint']
  const usual = ['status', 'body', 'limit', 'times', 'client', 'ms']
  const rank = ({ name: field }: Field) => [...first, ...usual].indexOf(field) + 1 || 100
  const sorted = fields.toSorted((a, b) => rank(a) - rank(b))
  return html`<div class="narrow">${form({ ...state, label: 'Arm a fault', action: urlOf(path, { server: name }), fields: sorted, submit: 'Arm' })}</div>`
}
