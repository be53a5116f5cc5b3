import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import type { Site } from '../site.ts'
import { type Application, apiPathOf, applicationAt, pageOf } from './application.ts'
import { secretPage } from './secret-page.ts'

/** Gives an application a new secret in place of the one it has, after it was asked once more. */
export function refreshSecret(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/refresh-secret'
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    application: Application,
    state: FormState = {},
    status = 200,
  ) =>
    site.show(request, reply, {
      title: 'Refresh secret?',
      status,
      content: html`<p><strong>${application.name}</strong> gets a new secret; the one it has works no longer.</p>
${form({ label: 'Refresh secret', fields: [], submit: 'Refresh secret', beside: html`<a href="${pageOf(site, application)}">Cancel</a>`, ...state })}`,
    })

  app.get(path, async (request, reply) => show(request, reply, await applicationAt(site, request)))

  app.post(path, async (request, reply) => {
    const application = await applicationAt(site, request)
    const answer = await site.act(request, 'POST', `${apiPathOf(request)}/${site.generation.rotation}`)
    if (answer.status >= 300) return show(request, reply, application, { ...refusalIn(answer, []) }, answer.status)
    const made = answer.body as { client_id: string; client_secret: string } // as the schema of the answer has it
    const secret = { clientId: made.client_id, clientSecret: made.client_secret }
    return secretPage(site, request, reply, { application, secret })
  })
}
