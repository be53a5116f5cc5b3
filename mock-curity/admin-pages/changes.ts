import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Html, html } from '../../kit/html.ts'
import { confirmedAction } from '../../kit/pages/actions.ts'
import type { FieldErrors } from '../../kit/pages/form.ts'
import { table } from '../../kit/pages/table.ts'
import { type Difference, differences } from './differences.ts'
import type { FrameOptions } from './frame.ts'
import { paths } from './paths.ts'
import { type AdminPages, saying, type Visitor } from './visitor.ts'

/** Changes → Commit: what waits, made or forgotten as a whole (`curity.md` 7.3, 8). */
export const changesPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(paths.changes, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, changesPage(await waiting(visitor)))
  })

  for (const [url, operation, done] of [
    [paths.commit, 'commit', 'committed'],
    [paths.discard, 'discard', 'discarded'],
  ] as const) {
    app.post(url, async (request, reply) => {
      const visitor = enter(request)
      const changes = await waiting(visitor)
      const work = async () => {
        await visitor.api.operate(operation)
        return saying(paths.changes, done)
      }
      return visitor.attempt(reply, work, [], (errors) => changesPage(changes, errors))
    })
  }
}

const waiting = async ({ api }: Visitor): Promise<Difference[]> =>
  differences(await api.read('', 'running'), await api.read(''))

const changesPage = (changes: readonly Difference[], errors: FieldErrors = {}): FrameOptions => ({
  title: 'Changes',
  content: html`${errors[''] !== undefined && html`<p role="alert" class="refusal">${errors['']}</p>`}
${table({
  label: 'Changes',
  columns: ['Where', 'Change', 'Now', 'After the commit'],
  rows: changes.map(({ path, before, after }) => [
    html`<code>${path}</code>`,
    before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed',
    text(before),
    text(after),
  ]),
  none: 'Nothing waits for a commit.',
})}
${changes.length > 0 && html`<div class="actions"><form method="post" action="${paths.commit}"><button type="submit">Commit</button></form>${confirmedAction({ action: paths.discard, label: 'Discard' }, 'Every change in the list is forgotten.')}</div>`}`,
})

const text = (lines: readonly string[]): Html => (lines.length === 0 ? html`–` : html`<pre>${lines.join('\n')}</pre>`)
