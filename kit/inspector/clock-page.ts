import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../html.ts'
import { actionButton, confirmedAction } from '../pages/actions.ts'
import { type FormState, form } from '../pages/form.ts'
import type { ApiAnswer } from '../pages/own-api.ts'
import { table } from '../pages/table.ts'
import { sendPage } from './frame.ts'
import {
  done,
  keptState,
  type LeverPages,
  type LeverServer,
  leverServers,
  notices,
  queryOf,
  sentBy,
} from './lever-pages.ts'
import { errorsOf } from './schema-form.ts'

const path = '/_mock/pages/clock'
const section = 'Clock and reset'

const units: Readonly<Record<string, number>> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }
const actions: Readonly<Record<string, object>> = {
  freeze: { freeze: true },
  run: { freeze: false },
  reset: { reset: true },
}

/** The clocks of all servers, to be moved, frozen and set back; and all that they know set back at once. */
export function clockPage(app: FastifyInstance, context: LeverPages): void {
  const { bus } = context
  const show = async (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) => {
    const servers = leverServers(bus)
    const content = html`${await clocks(servers)}${moveForm(servers, state)}${resetAll(servers)}`
    return sendPage(reply.code(status), bus, { section, notice: notices[queryOf(request).done ?? ''], content })
  }
  const meant = (name: unknown) => leverServers(bus).filter((server) => name === '' || server.name === name)

  app.get('/pages/clock', (request, reply) => show(request, reply, keptState(context, request, reply)))
  app.post('/pages/clock', async (request, reply) => {
    const typed = sentBy(request)
    const change = actions[String(typed.what)] ?? { advance: distance(String(typed.amount), String(typed.unit)) }
    const answers = await Promise.all(
      meant(typed.server).map(({ call }) => call('POST', '/_mock/clock', { json: change })),
    )
    const refused = answers.find(({ status }) => status !== 200)
    if (!refused) return done(reply, path, undefined, 'moved')
    return show(request, reply, { typed, errors: errorsOf(refused, ['amount'], { advance: 'amount' }) }, 400)
  })
  app.post('/pages/reset', async (_request, reply) => {
    for (const { call } of leverServers(bus)) await call('POST', '/_mock/reset')
    return done(reply, path, undefined, 'reset')
  })
}

/** In ms; what is no number stays as it was typed, for the lever to refuse. */
const distance = (amount: string, unit: string): unknown =>
  /^-?\d+(\.\d+)?$/.test(amount) ? Math.round(Number(amount) * (units[unit] ?? 1000)) : amount

async function clocks(servers: readonly LeverServer[]): Promise<Html> {
  const readings = await Promise.all(
    servers.map(async ({ name, call }) => clockRow(name, await call('GET', '/_mock/clock'))),
  )
  return table({
    label: 'Clocks',
    columns: ['server', 'time', 'from the machine’s', '', ''],
    rows: readings,
    none: 'No server.',
  })
}

function clockRow(name: string, { body }: ApiAnswer): (Html | string)[] {
  const { now, frozen, offset } = body as { now: number; frozen: boolean; offset: number } // what the lever tells
  const act = (what: string, label: string) =>
    actionButton({ action: path, label, about: `the clock of ${name}`, values: { what, server: name } })
  const time = `${new Date(now).toISOString()}${frozen ? ', frozen' : ''}`
  return [
    name,
    time,
    `${(offset / 1000).toFixed(1)} s`,
    frozen ? act('run', 'Let run') : act('freeze', 'Freeze'),
    act('reset', 'Reset'),
  ]
}

function moveForm(servers: readonly LeverServer[], { typed, ...state }: FormState): Html {
  const options = [{ value: '', label: 'all servers' }, ...servers.map(({ name }) => ({ value: name, label: name }))]
  return html`<h2>Move a clock</h2><div class="narrow">${form({
    ...state,
    typed: { amount: '1', unit: 'hours', ...typed },
    label: 'Move a clock',
    action: path,
    fields: [
      { name: 'amount', label: 'By', hint: 'negative: back' },
      {
        name: 'unit',
        label: 'Unit',
        kind: 'select',
        options: Object.keys(units).map((value) => ({ value, label: value })),
      },
      { name: 'server', label: 'Which clock', kind: 'select', options },
    ],
    submit: 'Move',
  })}</div>`
}

const resetAll = (servers: readonly LeverServer[]): Html =>
  html`<h2>Reset</h2>${confirmedAction(
    { action: '/_mock/pages/reset', label: 'Reset everything' },
    `State, exchanges, faults, clocks, switches and quirks of ${servers.map(({ name }) => name).join(', ')} go back to what they were at the start.`,
  )}`
