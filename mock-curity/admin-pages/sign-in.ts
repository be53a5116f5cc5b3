import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { html } from '../../kit/html.ts'
import { type FormState, form } from '../../kit/pages/form.ts'
import { layout } from '../../kit/pages/layout.ts'
import type { CallApi } from '../../kit/pages/own-api.ts'
import { returnPath, type Sessions } from '../../kit/pages/sessions.ts'
import { ApiRefusal, administration } from './administration.ts'
import { SentForm, textIn } from './forms.ts'
import { paths } from './paths.ts'
import type { AdminSession } from './visitor.ts'

interface SignInOptions {
  call: CallApi
  sessions: Sessions<AdminSession>
}

/** Signing in as one of `admin-users`, and out. */
export const signInPages: FastifyPluginAsyncTypebox<SignInOptions> = async (app, { call, sessions }) => {
  const query = { schema: { querystring: Type.Object({ return: Type.Optional(Type.String()) }) } }

  app.get(paths.signIn, query, async (request, reply) =>
    send(reply, { typed: { return: returnPath(request.query.return, paths.start) } }),
  )

  app.post(paths.signIn, { schema: { body: SentForm } }, async (request, reply) => {
    const name = textIn(request.body, 'username')
    const target = returnPath(request.body.return, paths.start)
    const password = [request.body.password ?? ''].flat()[0] ?? ''
    const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
    try {
      await administration(call, authorization, request).read('base:environments')
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error
      const errors = { '': error.advice ?? error.message }
      return send(reply.code(error.status), { typed: { username: name, return: target }, errors })
    }
    sessions.begin(request, reply, { name, authorization })
    return reply.redirect(target, 303)
  })

  app.post(paths.signOut, async (_request, reply) => {
    sessions.end(reply)
    return reply.redirect(paths.signIn, 303)
  })
}

const send = (reply: FastifyReply, state: FormState) =>
  reply.type('text/html; charset=utf-8').send(
    layout({
      title: 'Sign in',
      brand: { href: paths.start, label: 'Curity admin' },
      content: html`${form({
        label: 'Sign in',
        fields: [
          { name: 'username', label: 'User name', required: true, autocomplete: 'username' },
          { name: 'password', label: 'Password', kind: 'password', required: true, autocomplete: 'current-password' },
          { name: 'return', label: '', kind: 'hidden' },
        ],
        submit: 'Sign in',
        action: paths.signIn,
        ...state,
      })}`,
    }),
  )
