import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InteractionResults, Provider } from 'oidc-provider'
import Type from 'typebox'
import { guardPages } from '../../kit/pages/guard.ts'
import { explain } from '../../kit/recorder.ts'
import { policyFor } from '../authentication-page.ts'
import type { Client } from '../clients/client.ts'
import { authenticator } from '../configuration/defaults.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { newGrant } from '../oidc/grants.ts'
import { emptyScope } from '../oidc/parameters.ts'
import { signIn as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import { consentQuestion, decided } from './consent.ts'
import { consentPage, lostPage, signInPage } from './pages.ts'
import { signInPath } from './sign-in-path.ts'
import { userByPassword } from './user-by-password.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** A sign-in that goes on, and for which client. */
interface Started {
  provider: Provider
  interaction: Interaction
  client: Client
}

const Params = Type.Object({ uid: Type.String() })

/** The pages of one authorization request: sign in, then consent if the client asks for it. Ours; the product has its own. */
export const signIn: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const url = `${signInPath}/:uid`
  guardPages(app)
  takeFormsOnly(app)

  app.get(url, { schema: { params: Params } }, async (request, reply) => {
    const started = await find(request, reply, request.params.uid)
    return started ? send(reply, pageFor(started), started.interaction) : lost(request, reply)
  })

  app.post(url, { schema: { params: Params, body: Form } }, async (request, reply) => {
    const started = await find(request, reply, request.params.uid)
    if (!started) return lost(request, reply)
    const { provider, interaction } = started
    const result = await resultOf(started, request.body)
    if (!result) {
      explain(request, reasons.wrongPassword())
      return send(reply, pageFor(started, { username: request.body.username ?? '', failed: true }), interaction)
    }
    reply.header('content-security-policy', policyFor(interaction.params.redirect_uri))
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
  })

  /** Undefined: over, of another browser, or for a client that has gone meanwhile. */
  async function find(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<Started | undefined> {
    const { provider } = await services.interactive.engine()
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
    if (interaction?.uid !== uid) return undefined
    const client = await services.clients.find(String(interaction.params.client_id))
    return client && { provider, interaction, client }
  }

  function pageFor({ interaction, client }: Started, again: { username?: string; failed?: boolean } = {}): string {
    const name = client.name ?? client.id
    const { login_hint: username } = interaction.params
    if (interaction.prompt.name !== 'consent')
      return signInPage({ client: name, ...(typeof username === 'string' && { username }), ...again })
    return consentPage({ client: name, question: questionOf(interaction, client) })
  }

  const questionOf = ({ params }: Interaction, client: Client) =>
    consentQuestion(params, client, services.configuration.service)

  /** Undefined: name and password do not fit. */
  async function resultOf(started: Started, form: Form): Promise<InteractionResults | undefined> {
    if (form.action === 'cancel') return { error: 'access_denied', error_description: 'The user cancelled' }
    if (started.interaction.prompt.name === 'consent') return { consent: { grantId: await grantOf(started, form) } }
    const accountId = userByPassword(form, services.configuration.service)
    if (accountId === undefined) return undefined
    return { login: { accountId, acr: authenticator, amr: [authenticator] } }
  }

  /** What the user decides stands in place of what they decided before. */
  async function grantOf({ provider, interaction, client }: Started, form: Form): Promise<string> {
    const { granted, rejected } = decided(questionOf(interaction, client), form)
    const accountId = interaction.session?.accountId ?? ''
    const grant = newGrant(provider, services.ids, { clientId: client.id, accountId })
    grant.addOIDCScope([...granted.scopes, emptyScope].join(' '))
    grant.addOIDCClaims([...granted.claims])
    grant.rejectOIDCScope(rejected.scopes.join(' '))
    grant.rejectOIDCClaims([...rejected.claims])
    return grant.save()
  }
}

function lost(request: FastifyRequest, reply: FastifyReply) {
  explain(request, reasons.lost())
  return send(reply.code(400), lostPage())
}

/** @param interaction whose form ends at its application */
const send = (reply: FastifyReply, page: string, interaction?: Interaction) =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policyFor(interaction?.params.redirect_uri))
    .send(page)
