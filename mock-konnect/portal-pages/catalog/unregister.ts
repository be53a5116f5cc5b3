import type { FastifyInstance } from 'fastify'
import { html } from '../../../kit/html.ts'
import { form } from '../../../kit/pages/form.ts'
import { Refused } from '../refusal.ts'
import type { Site } from '../site.ts'

/** Ends a registration, after it was asked once more. */
export function unregister(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/registrations/:registration/delete'
  type Params = { application: string; registration: string }
  const apiPath = ({ application, registration }: Params) =>
    `/applications/${encodeURIComponent(application)}/registrations/${encodeURIComponent(registration)}`

  app.get<{ Params: Params }>(path, async (request, reply) => {
    await site.read(request, apiPath(request.params))
    const cancel = html`<a href="${site.at(`/application/${request.params.application}`)}">Cancel</a>`
    const content = html`<p>The application's calls will be refused from then on.</p>
${form({ label: 'Unregister', fields: [], submit: 'Unregister', beside: cancel })}`
    return site.show(request, reply, { title: 'Unregister', content })
  })

  app.post<{ Params: Params }>(path, async (request, reply) => {
    const answer = await site.act(request, 'DELETE', apiPath(request.params))
    if (answer.status >= 300) throw new Refused(answer)
    return reply.redirect(site.at(`/application/${request.params.application}?done=unregistered`), 303)
  })
}
