import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, queryOf, type Site, typedIn } from '../site.ts'

/** Where the mail of a sign-up leads. A token works once, so that opening the page must not use it up. */
export function verifyEmail(app: FastifyInstance, site: Site): void {
  const show = (request: FastifyRequest, reply: FastifyReply, state: FormState, status = 200) =>
    site.show(request, reply, {
      title: 'Verify your e-mail address',
      status,
      content: html`${form({ label: 'Verify', fields: [{ name: 'token', label: 'Token', kind: 'hidden' }], submit: 'Verify', ...state })}
<p><a href="${site.at('/forgot-password')}">Send me a new mail</a></p>`,
    })

  app.get('/verify-email', async (request, reply) =>
    show(request, reply, { typed: { token: queryOf(request, 'token') } }),
  )

  app.post('/verify-email', async (request, reply) => {
    const typed = typedIn(request)
    const answer = await site.call(request, 'POST', '/developer/verify-email', filledIn(typed, ['token']))
    if (answer.status >= 300) return show(request, reply, { typed, ...refusalIn(answer, []) }, answer.status)
    const { token } = answer.body as { token: string } // good for setting a password (`konnect.md` 9.2)
    return reply.redirect(site.at(`/set-password?token=${encodeURIComponent(token)}`), 303)
  })
}
