import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import { html } from '../html.ts'
import { type FormState, form } from '../pages/form.ts'
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
import { errorsOf, fieldsOf, typedOf, valuesOf } from './schema-form.ts'

const path = '/_mock/pages/behaviour'

interface Known {
  behaviour: Record<string, unknown>
  schema: TObject
}

/** The switches of a server, as a form made of their schema. */
export function behaviourPage(app: FastifyInstance, context: LeverPages): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) => {
    const server = chosenServer(context, request)
    const { behaviour, schema } = await knownOf(server)
    const typed = state.typed ?? typedOf(schema, behaviour)
    const action = urlOf(path, { server: server.name })
    const content = html`<div class="narrow">${form({ ...state, typed, label: 'Behaviour', action, fields: fieldsOf(schema), submit: 'Change' })}</div>`
    return sendLeverPage(context, request, reply, { section: 'Behaviour', path, server, content, status })
  }

  app.get('/pages/behaviour', (request, reply) => show(request, reply, keptState(context, request, reply)))
  app.post('/pages/behaviour', async (request, reply) => {
    const server = chosenServer(context, request)
    const typed = sentBy(request)
    const { behaviour, schema } = await knownOf(server)
    const wanted = Object.entries(valuesOf(schema, typed))
    const changes = wanted.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(behaviour[name]))
    const answer = await server.call('PATCH', '/_mock/behaviour', { json: Object.fromEntries(changes) })
    if (answer.status === 200) return done(reply, path, server.name, 'changed')
    return show(request, reply, { typed, errors: errorsOf(answer, Object.keys(schema.properties)) }, 400)
  })
}

const knownOf = async ({ call }: LeverServer): Promise<Known> => (await call('GET', '/_mock/behaviour')).body as Known // what the lever tells
