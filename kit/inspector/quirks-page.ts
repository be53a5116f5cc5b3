import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../html.ts'
import { type FormState, form, type Option } from '../pages/form.ts'
import type { QuirkInfo } from '../quirks.ts'
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
import { errorsOf } from './schema-form.ts'

const path = '/_mock/pages/quirks'

/** The deliberate defects of a server: single ones, or all that a release of the product has. */
export function quirksPage(app: FastifyInstance, context: LeverPages): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) => {
    const server = chosenServer(context, request)
    const content = html`<div class="narrow">${quirksForm(server, await quirksOf(server), state)}</div>`
    return sendLeverPage(context, request, reply, { section: 'Quirks', path, server, content, status })
  }

  app.get('/pages/quirks', (request, reply) => show(request, reply, keptState(context, request, reply)))
  app.post('/pages/quirks', async (request, reply) => {
    const server = chosenServer(context, request)
    const typed = sentBy(request)
    const answer = await server.call('PATCH', '/_mock/quirks', { json: changeOf(typed, await quirksOf(server)) })
    if (answer.status === 200) return done(reply, path, server.name, 'changed')
    return show(request, reply, { typed, errors: errorsOf(answer, ['release']) }, 400)
  })
}

const quirksOf = async ({ call }: LeverServer): Promise<QuirkInfo[]> =>
  ((await call('GET', '/_mock/quirks')).body as { quirks: QuirkInfo[] }).quirks // what the lever tells

/** A release goes before single choices. */
function changeOf(typed: FormState['typed'] & object, quirks: readonly QuirkInfo[]): object {
  const { release = '', on = [] } = typed
  if (release !== '') return { release }
  const wanted = [on].flat()
  const known = quirks.map(({ name }) => name)
  return { on: wanted, off: known.filter((name) => !wanted.includes(name)) }
}

function quirksForm({ name }: LeverServer, quirks: readonly QuirkInfo[], state: FormState) {
  if (quirks.length === 0) return html`<p>This server knows no quirks.</p>`
  const options = quirks.map((quirk): Option => ({ value: quirk.name, label: labelOf(quirk) }))
  const typed = state.typed ?? { on: quirks.filter(({ on }) => on).map((quirk) => quirk.name) }
  return form({
    ...state,
    typed,
    label: 'Quirks',
    action: urlOf(path, { server: name }),
    fields: [
      { name: 'on', label: 'Deliberate defects that are on', kind: 'checkboxes', options },
      {
        name: 'release',
        label: 'Or all that a release has',
        hint: '3.9: exactly the quirks of this release; leave it empty to choose above',
      },
    ],
    submit: 'Change',
  })
}

const labelOf = ({ name, does, source, since, fixedIn }: QuirkInfo): string => {
  const releases = [since && `since ${since}`, fixedIn && `fixed in ${[fixedIn].flat().join(', ')}`].filter(Boolean)
  return `${name}: ${does} (${[source, ...releases].join('; ')})`
}
