import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { type FormState, form } from '../../../kit/pages/form.ts'
import { secrets } from '../../../kit/pages/to-copy.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, type Site, typedIn } from '../site.ts'
import { type Application, apiPathOf, applicationAt } from './application.ts'
import { credentialsPage } from './credentials.ts'
import { leave } from './secret-page.ts'

/** What is answered once to who makes a credential: an API key, or a secret of the client. */
interface MadeCredential {
  credential?: string
  client_id?: string
  client_secret?: string
}

const fields = [{ name: 'display_name', label: 'Name' }]

/** A further credential, shown once. */
export function newCredential(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/credentials/new'
  const label = site.generation.labels.newCredential
  const show = (request: FastifyRequest, reply: FastifyReply, content: Html, status = 200) =>
    site.show(request, reply, { title: label, status, content })
  const formFor = (application: Application, state: FormState = {}) => {
    const beside = html`<a href="${credentialsPage(site, application)}">Cancel</a>`
    return form({ label, fields, submit: label, beside, ...state })
  }

  app.get(path, async (request, reply) => {
    const application = await applicationAt(site, request)
    return show(request, reply, formFor(application, site.returned(request, reply)))
  })

  app.post(path, async (request, reply) => {
    const typed = typedIn(request)
    const application = await applicationAt(site, request)
    const wish = filledIn(typed, ['display_name'])
    const answer = await site.act(request, 'POST', `${apiPathOf(request)}/credentials`, wish)
    if (answer.status >= 300) {
      const state = { typed, ...refusalIn(answer, ['display_name']) }
      return show(request, reply, formFor(application, state), answer.status)
    }
    const made = answer.body as MadeCredential // as the schema of the answer has it
    return show(request, reply, shownOnce(site, application, made))
  })
}

function shownOnce(site: Site, application: Application, made: MadeCredential): Html {
  const { client_id, client_secret, credential } = made
  const all = [
    { id: 'client-id', label: 'Client ID', value: client_id },
    { id: 'client-secret', label: 'Client Secret', value: client_secret },
    { id: 'api-key', label: 'API Key', value: credential },
  ]
  const values = all.flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]))
  return html`<div data-testid="copy-secret-modal">${secrets(values)}
<p class="warning">It is shown this once. Copy it now: it cannot be had again.</p>
${leave(site, application, 'close-btn', values.at(-1)?.id)}</div>`
}
