import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type Field, type FormState, form } from '../../../kit/pages/form.ts'
import { returnPath } from '../../../kit/pages/sessions.ts'
import { refusalIn } from '../refusal.ts'
import { filledIn, queryOf, type Site, textIn, typedIn } from '../site.ts'
import { passwordIn } from './set-password.ts'

const fields: readonly Field[] = [
  { name: 'return', label: 'Where to go then', kind: 'hidden' },
  { name: 'username', label: 'Email', kind: 'email', required: true, autocomplete: 'username' },
  { name: 'password', label: 'Password', kind: 'password', required: true, autocomplete: 'current-password' },
]

/** Signs in, and leads back to where one was; and out again. */
export function signIn(app: FastifyInstance, site: Site): void {
  const show = (request: FastifyRequest, reply: FastifyReply, state: FormState, status = 200) =>
    site.show(request, reply, {
      title: 'Sign in',
      status,
      content: html`${form({ label: 'Sign in', fields, submit: 'Sign in', ...state })}
<p><a href="${site.at('/forgot-password')}">Forgot password?</a> · New here? <a href="${site.at('/sign-up')}">Sign up</a></p>`,
    })

  app.get('/sign-in', async (request, reply) =>
    show(request, reply, { typed: { return: returnPath(queryOf(request, 'return'), site.at('')) } }),
  )

  app.post('/sign-in', async (request, reply) => {
    const typed = typedIn(request)
    const password = passwordIn(request)
    const json = { ...filledIn(typed, ['username']), ...(password && { password }) }
    const answer = await site.call(request, 'POST', '/developer/authenticate', json)
    if (answer.status >= 300) {
      return show(request, reply, { typed, ...refusalIn(answer, ['username', 'password']) }, answer.status)
    }
    return reply
      .header('set-cookie', [...answer.cookies])
      .redirect(returnPath(textIn(typed, 'return'), site.at('')), 303)
  })

  app.post('/sign-out', async (request, reply) => {
    const answer = await site.call(request, 'POST', '/developer/logout')
    return reply.header('set-cookie', [...answer.cookies]).redirect(site.at('/sign-in?done=signed-out'), 303)
  })
}
