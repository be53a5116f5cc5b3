import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Field, type FormState, form } from '../../../kit/pages/form.ts'
import { refusalIn } from '../refusal.ts'
import { queryOf, type Site, textIn, typedIn } from '../site.ts'

const fields: readonly Field[] = [
  { name: 'token', label: 'Token', kind: 'hidden' },
  { name: 'password', label: 'Password', kind: 'password', required: true, autocomplete: 'new-password' },
]

/** A new password, by the token of a mail or of the verification. */
export function setPassword(app: FastifyInstance, site: Site): void {
  const show = (request: FastifyRequest, reply: FastifyReply, state: FormState, status = 200) =>
    site.show(request, reply, {
      title: 'Set your password',
      status,
      content: form({ label: 'Set your password', fields, submit: 'Set password', ...state }),
    })

  app.get('/set-password', async (request, reply) =>
    show(request, reply, { typed: { token: queryOf(request, 'token') } }),
  )

  app.post('/set-password', async (request, reply) => {
    const typed = typedIn(request)
    const password = passwordIn(request)
    const json = { ...(textIn(typed, 'token') && { token: textIn(typed, 'token') }), ...(password && { password }) }
    const answer = await site.call(request, 'POST', '/developer/reset-password', json)
    if (answer.status >= 300) {
      return show(request, reply, { typed, ...refusalIn(answer, ['password']) }, answer.status)
    }
    return reply.redirect(site.at('/sign-in?done=password-set'), 303)
  })
}

/** A password as it was typed, spaces and all. */
export function passwordIn({ body }: FastifyRequest): string {
  const { password } = (body ?? {}) as { password?: unknown } // a form has what it has
  return typeof password === 'string' ? password : ''
}
