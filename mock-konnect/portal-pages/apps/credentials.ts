import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { Site } from '../site.ts'
import { type Application, applicationAt, hasCredentialList, pageOf } from './application.ts'
import { applicationTabs } from './application-tabs.ts'

/** A credential as the list shows it (`konnect.md` 9.5). */
interface Credential {
  id: string
  display_name: string | null
  status?: string
  expires_at: string | null
  created_at: string | null
}

/** The credentials of an application. */
export function credentials(app: FastifyInstance, site: Site): void {
  app.get('/application/:application/credentials', async (request, reply) => {
    const application = await applicationAt(site, request)
    const rows = await credentialsOf(site, request, application)
    const content = html`${applicationTabs(site, application, 'credentials')}
${credentialsSection(site, application, rows)}`
    return site.show(request, reply, { title: application.name, content })
  })
}

/** Where an application's credentials are shown: classic portals have them with everything else. */
export const credentialsPage = (site: Site, application: Application): string =>
  site.generation.version === 'v2' ? pageOf(site, application) : `${pageOf(site, application)}/credentials`

/** @throws like `Site.read` */
export const credentialsOf = (site: Site, request: FastifyRequest, { id }: Application): Promise<Credential[]> =>
  site.all<Credential>(request, `/applications/${id}/credentials`)

/** The list of credentials, with what can be done to it where there may be several. */
export function credentialsSection(site: Site, application: Application, rows: readonly Credential[]): Html {
  const { newCredential } = site.generation.labels
  const several = hasCredentialList(application)
  const href = `${pageOf(site, application)}/credentials`
  return html`<h2>Credentials</h2>
${several && html`<p><a href="${href}/new" class="button">${newCredential}</a></p>`}
${tableOf(site, rows, several ? href : undefined)}`
}

/** @param href below which each credential has its pages */
function tableOf(site: Site, rows: readonly Credential[], href: string | undefined): Html {
  const { removeCredential } = site.generation.labels
  const remove = (id: string, name: string) =>
    html`<a href="${href}/${encodeURIComponent(id)}/delete" aria-label="${removeCredential} ${name}">${removeCredential}</a>`
  return table({
    label: 'Credentials',
    columns: ['Name', 'Status', 'Created', 'Expires', ''],
    rows: rows.map(({ id, display_name, status, expires_at, created_at }) => {
      const name = display_name ?? id
      const times = [created_at?.slice(0, 10) ?? '', expires_at?.slice(0, 10) ?? 'never']
      return [name, status ?? 'active', ...times, href === undefined ? '' : remove(id, name)]
    }),
    none: 'There are none.',
  })
}
