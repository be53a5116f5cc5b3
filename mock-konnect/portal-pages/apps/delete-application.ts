import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import type { Site } from '../site.ts'
import { type Application, apiPathOf, applicationAt, isManaged, pageOf } from './application.ts'

/** Deletes an application, its client at the identity provider too, after it was asked once more. */
export function deleteApplication(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/delete'
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    application: Application,
    state: FormState = {},
    status = 200,
  ) => {
    const client = isManaged(application) ? ', and so is its client at the identity provider' : ''
    return site.show(request, reply, {
      title: `Delete ${application.name}?`,
      status,
      content: html`<p>The application and its registrations are gone then${client}. This cannot be undone.</p>
${form({ label: 'Delete Application', fields: [], submit: 'Delete', beside: html`<a href="${pageOf(site, application)}">Cancel</a>`, ...state })}`,
    })
  }

  app.get(path, async (request, reply) => show(request, reply, await applicationAt(site, request)))

  app.post(path, async (request, reply) => {
    const application = await applicationAt(site, request)
    const answer = await site.act(request, 'DELETE', apiPathOf(request))
    if (answer.status >= 300) return show(request, reply, application, { ...refusalIn(answer, []) }, answer.status)
    return reply.redirect(site.at('/my-apps?done=deleted'), 303)
  })
}
