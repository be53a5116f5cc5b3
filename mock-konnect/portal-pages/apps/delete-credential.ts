import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { type Site, textIn, typedIn } from '../site.ts'
import { type Application, apiPathOf, applicationAt } from './application.ts'
import { credentialsPage } from './credentials.ts'

/** Ends a credential, after it was asked once more: current portals ask to type `revoke` (`konnect.md` 13.3). */
export function deleteCredential(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/credentials/:credential/delete'
  const label = site.generation.labels.removeCredential
  const mustType = label === 'Revoke'
  const fields = mustType ? [{ name: 'confirm', label: 'Type revoke to confirm', required: true }] : []
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    application: Application,
    state: FormState = {},
    status = 200,
  ) => {
    const beside = html`<a href="${credentialsPage(site, application)}">Cancel</a>`
    const content = html`<p>Calls of <strong>${application.name}</strong> with this credential will be refused from then on.</p>
${form({ label, fields, submit: label, beside, ...state })}`
    return site.show(request, reply, { title: `${label} credential?`, status, content })
  }

  app.get(path, async (request, reply) => {
    const application = await applicationAt(site, request)
    return show(request, reply, application, site.returned(request, reply))
  })

  app.post(path, async (request, reply) => {
    const typed = typedIn(request)
    const application = await applicationAt(site, request)
    if (mustType && textIn(typed, 'confirm') !== 'revoke') {
      return show(request, reply, application, { typed, errors: { confirm: 'Please type revoke.' } }, 400)
    }
    const { credential } = request.params as { credential: string } // what the route declares
    const apiPath = `${apiPathOf(request)}/credentials/${encodeURIComponent(credential)}`
    const answer = await site.act(request, 'DELETE', apiPath)
    if (answer.status >= 300) {
      return show(request, reply, application, { typed, ...refusalIn(answer, []) }, answer.status)
    }
    return reply.redirect(`${credentialsPage(site, application)}?done=credential-deleted`, 303)
  })
}
