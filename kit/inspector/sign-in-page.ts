import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Html, html } from '../html.ts'
import { isControlToken, leversAreShut, signIn, signOut } from '../lever-access.ts'
import { type Field, type FormState, form } from '../pages/form.ts'
import { returnPath } from '../pages/sessions.ts'
import { sendPage, urlOf } from './frame.ts'
import { type LeverPages, queryOf, sentBy } from './lever-pages.ts'

/** Where a browser that is not on this machine signs in. */
export const signInPath = '/_mock/sign-in'
const start = '/_mock'

/** Signing in with the control token, for browsers that come from elsewhere: through the published port of a container, say. And out. */
export function signInPages(app: FastifyInstance, { bus, controlToken, beside = [] }: LeverPages): void {
  const paths = [start, ...beside]
  const target = (asked: unknown) => returnPath(asked, `${start}/`, paths)

  const show = (reply: FastifyReply, back: string, state: FormState = {}) =>
    sendPage(reply, bus, { section: '', title: 'Sign in', content: contentOf(controlToken, back, state) })

  app.get('/sign-in', async (request, reply) => show(reply, target(queryOf(request).return)))

  app.post('/sign-in', async (request, reply) => {
    const { token = '' } = sentBy(request)
    const back = target(sentBy(request).return)
    if (!controlToken || !isControlToken(String(token), controlToken)) {
      const errors = { token: token === '' ? 'the control token is needed' : 'this is not the control token' }
      return show(reply.code(401), back, { errors })
    }
    signIn(request, reply, controlToken, paths)
    return reply.redirect(back, 303)
  })

  app.post('/sign-out', async (_request, reply) => {
    if (controlToken) signOut(reply, controlToken, paths)
    return reply.redirect(signInPath, 303)
  })
}

const fields: readonly Field[] = [
  { name: 'return', label: 'Where to go then', kind: 'hidden' },
  {
    ...{ name: 'token', label: 'Control token', kind: 'password', required: true, autocomplete: 'current-password' },
    hint: 'The setting MOCK_CONTROL_TOKEN of the server.',
  },
]

const contentOf = (controlToken: string | undefined, back: string, state: FormState): Html =>
  controlToken
    ? html`<div class="narrow">${form({ ...state, typed: { return: back }, label: 'Sign in', action: signInPath, fields, submit: 'Sign in' })}</div>`
    : html`<p role="alert">This server was started without one: ${leversAreShut}.</p>`

/** Asks to sign in, and comes back. */
export const askToSignIn = (reply: FastifyReply, place: string): FastifyReply =>
  reply.redirect(urlOf(signInPath, { return: place }), 303)
