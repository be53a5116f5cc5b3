import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../kit/html.ts'
import { sendPage } from '../../kit/inspector/frame.ts'
import { pagePath } from '../../kit/inspector/inspection.ts'
import {
  done,
  keptState,
  type LeverPages,
  type LeverServer,
  leverServers,
  notices,
  queryOf,
  sentBy,
} from '../../kit/inspector/lever-pages.ts'
import { errorsOf, fieldsOf, typedOf, valuesOf } from '../../kit/inspector/schema-form.ts'
import { actionButton } from '../../kit/pages/actions.ts'
import { type Field, type FormState, form, refreshName, type Typed } from '../../kit/pages/form.ts'
import { table } from '../../kit/pages/table.ts'
import { Edge } from './edge.ts'
import type { Hops } from './network.ts'

const section = 'Network'
const path = pagePath(section)

/** The ways between the servers: what stands at each, changed in a form that is made of what an edge can say. */
export function networkPage(app: FastifyInstance, context: LeverPages): void {
  const { bus } = context
  const show = async (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) => {
    const hops = await hopsOf(serverOf(context))
    const content = Object.keys(hops).length === 0 ? none : html`${waysOf(hops)}${edgeForm(hops, state)}`
    return sendPage(reply.code(status), bus, { section, notice: notices[queryOf(request).done ?? ''], content })
  }

  app.get('/pages/network', (request, reply) => show(request, reply, keptState(context, request, reply)))
  app.post('/pages/network', async (request, reply) => {
    const typed = sentBy(request)
    if (typed[refreshName]) return show(request, reply, { typed: { edge: typed.edge } })
    const answer = await change(serverOf(context), typed)
    if (answer.status < 300) return done(reply, path, undefined, 'changed')
    return show(request, reply, { typed, errors: errorsOf(answer, ['edge', ...Object.keys(Edge.properties)]) }, 400)
  })
}

/** The network is one, whichever server of the process is asked. */
function serverOf({ bus }: LeverPages): LeverServer {
  const [server] = leverServers(bus)
  if (!server) throw new Error('a page is shown by a server')
  return server
}

const hopsOf = async ({ call }: LeverServer): Promise<Hops> =>
  ((await call('GET', '/_mock/network')).body as { hops: Hops }).hops // what the lever tells

/** Does what a button says, or puts what was typed at the edge that was chosen. */
async function change(server: LeverServer, typed: Typed) {
  const name = String(typed.edge)
  if (typed.what === 'break') return server.call('DELETE', `/_mock/network/${name}/connections`)
  if (typed.what === 'reset') return server.call('DELETE', '/_mock/network')
  const others = Object.entries(await hopsOf(server)).map(([each, { edge }]) => [each, edge])
  const edge = Object.fromEntries(Object.entries(valuesOf(Edge, typed)).filter(([, value]) => value !== ''))
  const answer = await server.call('PUT', '/_mock/network', { json: { ...Object.fromEntries(others), [name]: edge } })
  return withoutEdge(answer, name)
}

/** A refusal whose paths begin at the edge: the form is that of one. */
function withoutEdge(answer: Awaited<ReturnType<LeverServer['call']>>, name: string): typeof answer {
  const { message, complaints = [] } = answer.body as { message?: string; complaints?: { path: string }[] }
  const inside = complaints.map((each) => ({ ...each, path: each.path.replace(`${name}.`, '') }))
  return { ...answer, body: { message, complaints: inside } }
}

const none = html`<p>No hop stands between these servers. <code>up --network</code>, or <code>network:</code> in a settings file, starts them with some.</p>`

function waysOf(hops: Hops): Html {
  const rows = Object.entries(hops).map(([name, { url, target, edge, connections }]) => [
    name,
    `${url} → ${target}`,
    html`<code>${JSON.stringify(edge)}</code>`,
    String(connections),
    actionButton({
      action: path,
      label: 'End connections',
      about: `of ${name}`,
      values: { what: 'break', edge: name },
    }),
  ])
  const columns = ['way', 'from where the caller finds it', 'what stands there', 'connections', '']
  return html`${table({ label: 'Ways', columns, rows, none: 'No way.' })}
${actionButton({ action: path, label: 'As at the start', values: { what: 'reset' } })}`
}

function edgeForm(hops: Hops, { typed, ...state }: FormState): Html {
  const names = Object.keys(hops)
  const chosen = names.find((name) => name === typed?.edge) ?? names[0] ?? ''
  const standing = Object.entries(hops).find(([name]) => name === chosen)?.[1].edge ?? {}
  const edge: Field = {
    ...{ name: 'edge', label: 'Way', kind: 'select', decides: 'Show what stands there' },
    options: names.map((value) => ({ value, label: value })),
  }
  return html`<h2>Change a way</h2><div class="narrow">${form({
    ...state,
    typed: { ...typedOf(Edge, standing), ...typed, edge: chosen },
    label: 'Change a way',
    action: path,
    fields: [edge, ...fieldsOf(Edge, 'default')],
    submit: 'Change',
  })}</div>`
}
