import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InteractionResults, Provider } from 'oidc-provider'
import Type from 'typebox'
import { explain } from '../../kit/recorder.ts'
import { authenticator } from '../configuration/defaults.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { newGrant } from '../oidc/grants.ts'
import { signInPath } from '../oidc/provider-configuration.ts'
import { signIn as reasons } from '../reasons.ts'
import { hashOf } from '../secrets.ts'
import type { Services } from '../services.ts'
import { consentPage, lostPage, signInPage } from './pages.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const Params = Type.Object({ uid: Type.String() })

/** The pages of one authorization request: sign in, then consent if the client asks for it. Ours; the product has its own. */
export const signIn: FastifyPluginAsyncTypebox<Services> = async (app, services) => {
  const url = `${signInPath}/:uid`
  takeFormsOnly(app)

  app.get(url, { schema: { params: Params } }, async (request, reply) => {
    const { interaction } = await find(request, reply, request.params.uid)
    if (!interaction) return lost(request, reply)
    return send(reply, await pageFor(interaction))
  })

  app.post(url, { schema: { params: Params, body: Form } }, async (request, reply) => {
    const { provider, interaction } = await find(request, reply, request.params.uid)
    if (!interaction) return lost(request, reply)
    const result = await resultOf(interaction, request.body, provider)
    if (!result) {
      explain(request, reasons.wrongPassword())
      return send(reply, await pageFor(interaction, { username: request.body.username ?? '', failed: true }))
    }
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)
  })

  async function find(request: FastifyRequest, reply: FastifyReply, uid: string) {
    const { provider } = await services.interactive.engine()
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
    return { provider, interaction: interaction?.uid === uid ? interaction : undefined }
  }

  async function pageFor({ params, prompt }: Interaction, again: { username?: string; failed?: boolean } = {}) {
    const client = await services.clients.find(String(params.client_id))
    const name = client?.name ?? client?.id ?? 'the application'
    if (prompt.name === 'consent') return consentPage({ client: name, scopes: String(params.scope ?? '').split(' ') })
    return signInPage({ client: name, ...again })
  }

  /** Undefined: name and password do not fit. */
  async function resultOf(
    interaction: Interaction,
    form: Form,
    provider: Provider,
  ): Promise<InteractionResults | undefined> {
    if (form.action === 'cancel') return { error: 'access_denied', error_description: 'The user cancelled' }
    if (interaction.prompt.name === 'consent') return { consent: { grantId: await grantAll(interaction, provider) } }
    const accountId = form.username ?? ''
    if (!isPassword(services.configuration.service.accounts.get(accountId)?.password, form.password ?? ''))
      return undefined
    return { login: { accountId, acr: authenticator, amr: [authenticator] } }
  }

  async function grantAll({ params, session, grantId, prompt }: Interaction, provider: Provider): Promise<string> {
    const of = { clientId: String(params.client_id), accountId: session?.accountId ?? '' }
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
    const grant = known ?? newGrant(provider, services.ids, of)
    grant.addOIDCScope(String(params.scope ?? ''))
    const { missingOIDCClaims } = prompt.details
    if (Array.isArray(missingOIDCClaims)) grant.addOIDCClaims(missingOIDCClaims.map(String))
    return grant.save()
  }
}

const isPassword = (kept: string | undefined, given: string) =>
  kept !== undefined && timingSafeEqual(Buffer.from(hashOf(kept)), Buffer.from(hashOf(given)))

function lost(request: FastifyRequest, reply: FastifyReply) {
  explain(request, reasons.lost())
  return send(reply.code(400), lostPage())
}

const send = (reply: FastifyReply, page: string) =>
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
    .header('referrer-policy', 'no-referrer')
    .send(page)
