import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type Field, type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, type Site, textIn, typedIn } from '../site.ts'

const fields: readonly Field[] = [
  { name: 'email', label: 'Email', kind: 'email', required: true, autocomplete: 'email' },
]

/** Asks for a mail with which a password can be set. Whether there is such an account is told to nobody. */
export function forgotPassword(app: FastifyInstance, site: Site): void {
  const show = (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) =>
    site.show(request, reply, {
      title: 'Forgot password',
      status,
      content: form({ label: 'Forgot password', fields, submit: 'Send mail', ...state }),
    })

  app.get('/forgot-password', async (request, reply) => show(request, reply))

  app.post('/forgot-password', async (request, reply) => {
    const typed = typedIn(request)
    const answer = await site.call(request, 'POST', '/developer/forgot-password', filledIn(typed, ['email']))
    if (answer.status >= 300) return show(request, reply, { typed, ...refusalIn(answer, ['email']) }, answer.status)
    const email = textIn(typed, 'email')
    return site.show(request, reply, {
      title: 'Check your mail',
      content: html`<p role="status">If <strong>${email}</strong> has an account here, a mail to set a password is on its way.</p>
<p><a href="${site.at(`/mailbox?to=${encodeURIComponent(email)}`)}" class="button">Open the mailbox</a></p>`,
    })
  })
}
