import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import type { Site } from '../site.ts'
import { type Application, pageOf } from './application.ts'

/** The developer's applications. */
export function myApps(app: FastifyInstance, site: Site): void {
  app.get('/my-apps', async (request, reply) => {
    const rows = await site.all<Application>(request, '/applications')
    const content = html`<p><a href="${site.at('/application/create')}" role="button">New App</a></p>
${rows.length === 0 ? html`<p>You have no application yet.</p>` : tableOf(site, rows)}`
    return site.show(request, reply, { title: site.generation.labels.apps, content })
  })
}

const tableOf = (site: Site, rows: readonly Application[]): Html => html`<table data-testid="applications-table">
<thead><tr><th scope="col">Name</th><th scope="col">Auth Strategy</th><th scope="col">Created Date</th></tr></thead>
<tbody>${rows.map(
  (row) =>
    html`<tr><td><a href="${pageOf(site, row)}">${row.name}</a></td><td>${row.auth_strategy?.name}</td><td>${row.created_at.slice(0, 10)}</td></tr>`,
)}</tbody>
</table>`
