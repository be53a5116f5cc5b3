import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { Site } from '../site.ts'
import { type Application, pageOf } from './application.ts'

/** The developer's applications. */
export function myApps(app: FastifyInstance, site: Site): void {
  app.get('/my-apps', async (request, reply) => {
    const rows = await site.all<Application>(request, '/applications')
    const content = html`<p><a href="${site.at('/application/create')}" class="button">New App</a></p>
${tableOf(site, rows)}`
    return site.show(request, reply, { title: site.generation.labels.apps, content })
  })
}

const tableOf = (site: Site, rows: readonly Application[]): Html =>
  table({
    label: site.generation.labels.apps,
    testId: 'applications-table',
    columns: ['Name', 'Auth Strategy', 'Created Date'],
    rows: rows.map((row) => [
      html`<a href="${pageOf(site, row)}">${row.name}</a>`,
      row.auth_strategy?.name ?? '',
      row.created_at.slice(0, 10),
    ]),
    none: 'You have no application yet.',
  })
