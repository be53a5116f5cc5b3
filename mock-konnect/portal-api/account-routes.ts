import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { isoTime } from '../../kit/clock.ts'
import { warn } from '../../kit/recorder.ts'
import { endSessions } from '../applications/lifecycle.ts'
import { refusePublic } from '../applications/new-application.ts'
import { newMailToken, sendMail, takeMailToken } from '../mail/mail-tokens.ts'
import { newEntity } from '../model/new-entity.ts'
import { hashPassword } from '../secrets/password.ts'
import { refuseMalformedToken, refuseMissingFields } from './account-problems.ts'
import { EmailOnly, Me, NewPassword, SignIn, SignUp, TokenOnly, VerifiedEmail } from './account-schema.ts'
import { accessTokenOf, clearSessionCookies, refreshTokenOf, setSessionCookies } from './cookies.ts'
import { closeSession, openSession, refreshSession } from './sessions.ts'
import { developerBy, developerByCredentials, refuseKnownEmail } from './sign-in.ts'
import type { PortalOptions, SignedInOptions } from './visits.ts'
import { portalAt } from './which-portal.ts'

/** A developer's account: sign-up, mails, password, session (`konnect.md` 9.2). */
export const accounts: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, clock, ids, behaviour } = context
  const at = (request: FastifyRequest) => portalAt(context, version, request.hostname)

  app.post('/developer', { schema: { body: SignUp } }, async (request, reply) => {
    const portal = await at(request)
    refusePublic(portal)
    const { email, full_name } = request.body
    if (await developerBy(model, portal, email)) {
      refuseKnownEmail(behaviour.current.signUpTaken)
      warn(request, `${email} has an account already: nothing was made and no mail was sent`)
      return reply.code(201).send()
    }
    const developer = {
      ...newEntity(context, 'developer'),
      ...{ portal_id: portal.id, email, full_name, password_hash: null },
      status: portal.auto_approve_developers ? ('approved' as const) : ('pending' as const),
    }
    await model.developers.insert(developer)
    await sendMail(context, developer, 'verify-email')
    return reply.code(201).send()
  })

  const verification = { schema: { body: TokenOnly, response: { 202: VerifiedEmail } }, attachValidation: true }
  app.post('/developer/verify-email', verification, async (request, reply) => {
    refuseMalformedToken(request)
    const developer = await takeMailToken(context, await at(request), request.body.token, 'verify-email')
    const token = await newMailToken(context, developer, 'reset-password')
    return reply.code(202).send({ email: developer.email, token })
  })

  const reset = { schema: { body: NewPassword }, attachValidation: true }
  app.post('/developer/reset-password', reset, async (request, reply) => {
    refuseMalformedToken(request)
    const { token, password } = request.body
    const developer = await takeMailToken(context, await at(request), token, 'reset-password')
    const password_hash = await hashPassword(password, ids)
    // Hashing takes a while, in which an operator may have changed the developer.
    await model.developers.change(developer.id, (row) => ({ ...row, password_hash, updated_at: isoTime(clock) }))
    await endSessions(context, developer.id)
    return reply.code(204).send()
  })

  app.post('/developer/forgot-password', { schema: { body: EmailOnly } }, async (request, reply) => {
    const developer = await developerBy(model, await at(request), request.body.email)
    if (developer) await sendMail(context, developer, 'reset-password')
    return reply.code(200).send()
  })

  app.post('/developer/authenticate', { schema: { body: SignIn }, attachValidation: true }, async (request, reply) => {
    refuseMissingFields(request)
    const portal = await at(request)
    const developer = await developerByCredentials(context, portal, request.body)
    setSessionCookies(reply, { context, version, portal, request }, await openSession(context, developer))
    return reply.code(204).send()
  })

  app.post('/developer/refresh', async (request, reply) => {
    const portal = await at(request)
    const tokens = await refreshSession(context, portal, refreshTokenOf(request))
    setSessionCookies(reply, { context, version, portal, request }, tokens)
    return reply.code(204).send()
  })

  app.post('/developer/logout', async (request, reply) => {
    const portal = await at(request)
    await closeSession(context, accessTokenOf(request))
    clearSessionCookies(reply, { context, version, portal, request })
    return reply.code(204).send()
  })
}

/** Who is signed in. */
export const me: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { visitOf }) => {
  app.get('/developer/me', { schema: { response: { 200: Me } } }, async (request) => {
    const { id, email, full_name, created_at, updated_at } = visitOf(request).developer
    return { id, email, full_name, created_at, updated_at }
  })
}
