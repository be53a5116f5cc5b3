import { type IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { explain } from '../../kit/recorder.ts'
import { authorize as reasons } from '../reasons.ts'
import { hideDescription } from './hide-description.ts'
import { type EngineSetup, providerConfiguration } from './provider-configuration.ts'
import { type Replayed, replay } from './replay.ts'
import type { SignResponse } from './signed-response.ts'

/** What the engine said to a call that this server answers itself. */
export interface EngineAnswer {
  status: number
  body: unknown
  oidc: KoaContextWithOIDC['oidc']
  /** What went wrong, more exactly than the body says it. */
  detail: string | undefined
}

/** oidc-provider, mounted by us: it serves browsers, and does the grants with a user behind them (`platform.md` 3). */
export interface Engine {
  readonly provider: Provider
  /** Lets the engine answer. */
  serve(request: FastifyRequest, reply: FastifyReply, as: Replayed): void
  /** Asks the engine and gives what it would have answered. */
  ask(request: FastifyRequest, as: Replayed): Promise<EngineAnswer>
}

/** Loads the library and sets it up for one reading of the configuration. */
export async function startEngine(setup: EngineSetup): Promise<Engine> {
  const { Provider, interactionPolicy } = await import('oidc-provider')
  const policy = interactionPolicy.base()
  // The product does not ask users of native clients each time.
  policy.get('consent')?.checks.remove('native_client_prompt')
  const provider = new Provider(
    setup.service.issuer,
    providerConfiguration({ ...setup, current: () => Provider.ctx }, policy),
  )
  // The class is this provider's own. Refresh tokens are opaque always (`curity.md` 4.3).
  Object.assign(provider.RefreshToken.prototype, { generateTokenId: setup.refreshToken })
  signResponsesBy(setup.signResponse, provider)
  const requests = new WeakMap<IncomingMessage, FastifyRequest>()
  const details = new WeakMap<IncomingMessage, string>()
  const asked = new WeakMap<IncomingMessage, (answer: EngineAnswer) => void>()
  const note = (ctx: KoaContextWithOIDC, error: unknown) => {
    const detail = detailOf(error)
    details.set(ctx.req, detail)
    const request = requests.get(ctx.req)
    if (request) explain(request, reasons.refused(detail))
  }

  provider.on('authorization.error', note)
  provider.on('pushed_authorization_request.error', note)
  provider.on('grant.error', note)
  provider.on('end_session.error', note)
  provider.on('end_session_confirm.error', note)
  provider.on('server_error', (ctx, error) => requests.get(ctx.req)?.log.error(error))
  // Koa prints what it cannot answer; it was logged above.
  provider.silent = true
  provider.use(async (koa, next) => {
    await next()
    const ctx = koa as KoaContextWithOIDC // every route of the engine gives its context this member
    if (!setup.service.detailedErrors) hideDescription(ctx)
    const tell = asked.get(ctx.req)
    if (!tell) return
    ctx.respond = false
    tell({ status: ctx.status, body: ctx.body, oidc: ctx.oidc, detail: details.get(ctx.req) })
  })
  const handle = provider.callback()

  return {
    provider,
    serve(request, reply, as) {
      const message = replay(request, as)
      requests.set(message, request)
      reply.hijack()
      void handle(message, reply.raw)
    },
    ask(request, as) {
      const message = replay(request, as)
      return new Promise((resolve, reject) => {
        asked.set(message, resolve)
        handle(message, new ServerResponse(message)).catch(reject)
      })
    },
  }
}

/** A signed answer to an authorization request is a token of this server, as all others are. */
function signResponsesBy(sign: SignResponse, { IdToken }: Provider): void {
  // The engine signs these as ID tokens that have nothing but `extra`; its types do not tell.
  const tokens = IdToken.prototype as unknown as IdTokens
  const issue = tokens.issue
  tokens.issue = async function (wanted) {
    return wanted.use === 'authorization' ? sign(this.extra, this.client.clientId) : issue.call(this, wanted)
  }
}

interface IdTokens {
  extra: Record<string, unknown>
  client: { clientId: string }
  issue(this: IdTokens, wanted: { use: string }): Promise<string>
}

/** The engine keeps the cause apart from what it tells the caller. */
function detailOf(error: unknown): string {
  // The engine's errors have these members, any other error the last.
  const { error_detail, error_description, message } = error as Record<string, string | undefined>
  return error_detail ?? error_description ?? message ?? 'refused'
}
