import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type Field, type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, type Site, textIn, typedIn } from '../site.ts'

const fields: readonly Field[] = [
  { name: 'full_name', label: 'Full name', required: true, autocomplete: 'name' },
  { name: 'email', label: 'Email', kind: 'email', required: true, autocomplete: 'email' },
]
const names = fields.map(({ name }) => name)

/** An account is asked for by name and address; the password comes after the mail (`konnect.md` 9.2). */
export function signUp(app: FastifyInstance, site: Site): void {
  const show = (request: FastifyRequest, reply: FastifyReply, state: FormState = {}, status = 200) =>
    site.show(request, reply, {
      title: 'Sign up',
      status,
      content: html`${form({ label: 'Sign up', fields, submit: 'Sign up', ...state })}
<p>You have an account? <a href="${site.at('/sign-in')}">Sign in</a></p>`,
    })

  app.get('/sign-up', async (request, reply) => show(request, reply))

  app.post('/sign-up', async (request, reply) => {
    const typed = typedIn(request)
    const answer = await site.call(request, 'POST', '/developer', filledIn(typed, names))
    if (answer.status >= 300) return show(request, reply, { typed, ...refusalIn(answer, names) }, answer.status)
    const email = textIn(typed, 'email')
    return site.show(request, reply, {
      title: 'Check your mail',
      content: html`<p role="status">We sent a mail to <strong>${email}</strong>. Open the link in it to verify your address and to set a password.</p>
<p><a href="${site.at(`/mailbox?to=${encodeURIComponent(email)}`)}" class="button">Open the mailbox</a></p>`,
    })
  })
}
