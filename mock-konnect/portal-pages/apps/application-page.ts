import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { Site } from '../site.ts'
import { type Application, applicationAt, hasCredentialList, isManaged, pageOf } from './application.ts'
import { applicationTabs } from './application-tabs.ts'
import { credentialsOf, credentialsSection } from './credentials.ts'

/** A registration as either Portal API answers it (`konnect.md` 9.6). */
interface Registration {
  id: string
  status: string
  product_name?: string
  product_version_name?: string
  api_name?: string
}

/** The details of an application: authentication, registrations, and what can be done to it. */
export function applicationPage(app: FastifyInstance, site: Site): void {
  app.get('/application/:application', async (request, reply) => {
    const application = await applicationAt(site, request)
    const registrations = await site.all<Registration>(request, `/applications/${application.id}/registrations`)
    const onThisPage = site.generation.version === 'v2' && hasCredentialList(application)
    const content = html`${applicationTabs(site, application, 'overview')}
${details(application)}
<div class="actions">
${isManaged(application) && html`<a href="${pageOf(site, application)}/refresh-secret" class="button" data-testid="refresh-secret-button">Refresh secret</a>`}
<a href="${pageOf(site, application)}/update" class="button secondary">Edit</a>
<a href="${pageOf(site, application)}/delete" class="button secondary outline">Delete</a>
</div>
<h2>Registrations</h2>
${registrationsTable(site, application, registrations)}
${onThisPage && credentialsSection(site, application, await credentialsOf(site, request, application))}`
    return site.show(request, reply, { title: application.name, content })
  })
}

function details(application: Application): Html {
  const { auth_strategy, description, redirect_uri, scopes, created_at } = application
  const id = application.client_id ?? application.reference_id
  const idLabel = auth_strategy?.credential_type === 'key_auth' ? 'Reference ID' : 'Client ID'
  const rows: [string, string | null | undefined][] = [
    ['Auth Strategy', auth_strategy?.name],
    [idLabel, id === '' ? undefined : id],
    ['Redirect URI', redirect_uri],
    ['Scopes', scopes?.join(' ')],
    ['Description', description],
    ['Created Date', created_at.slice(0, 10)],
  ]
  const shown = rows.filter(([, value]) => value !== undefined && value !== null && value !== '')
  return html`<article aria-label="Authentication"><dl>${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? ''}</dd>`)}</dl></article>`
}

function registrationsTable(site: Site, application: Application, rows: readonly Registration[]): Html {
  return table({
    label: 'Registrations',
    columns: ['API', 'Status', ''],
    rows: rows.map((row) => {
      const name = row.api_name ?? `${row.product_name} ${row.product_version_name}`
      const unregister = `${pageOf(site, application)}/registrations/${row.id}/delete`
      return [name, row.status, html`<a href="${unregister}" aria-label="Unregister from ${name}">Unregister</a>`]
    }),
    none: html`It is registered for nothing yet. <a href="${site.at('')}">${site.generation.labels.catalog}</a>`,
  })
}
