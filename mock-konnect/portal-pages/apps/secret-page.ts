import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { secrets } from '../../../kit/pages/to-copy.ts'
import type { Site } from '../site.ts'
import { type ClientSecret, pageOf } from './application.ts'

export interface MadeApplication {
  application: { id: string; name: string }
  /** Undefined where no secret was made. */
  secret: ClientSecret | undefined
}

/** Client id and secret of an application, shown in the answer to what made them and never again. */
export function secretPage(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { application, secret }: MadeApplication,
  further?: Html,
): FastifyReply {
  const { labels } = site.generation
  const content = html`<div data-testid="copy-secret-modal">
${
  secret
    ? html`<p>These are the credentials of the application <strong>${application.name}</strong>.</p>`
    : html`<p>The application <strong>${application.name}</strong> is created.</p>`
}
${secret && values(secret)}
${further}
${leave(site, application, 'close-application-secret-modal', secret && 'client-secret')}
</div>`
  return site.show(request, reply, { title: secret ? labels.secretTitle : application.name, content })
}

const values = ({
  clientId,
  clientSecret,
}: ClientSecret): Html => html`<div data-testid="application-secret-token-modal">
${secrets([
  { id: 'client-id', label: 'Client ID', value: clientId },
  { id: 'client-secret', label: 'Client Secret', value: clientSecret },
])}
</div>
<p class="warning">The secret is shown this once. Copy it now: it cannot be had again.</p>`

/** The way on from a page that shows something once; in current portals it copies it on the way. */
export const leave = (site: Site, application: { id: string }, testId: string, copies: string | undefined): Html => {
  const { close } = site.generation.labels
  const copy = copies !== undefined && close.startsWith('Copy') && html` data-copy="${copies}"`
  return html`<p><a href="${pageOf(site, application)}" class="button" data-testid="${testId}"${copy}>${close}</a></p>`
}
