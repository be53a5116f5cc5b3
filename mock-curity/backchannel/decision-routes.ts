import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { epochSeconds } from '../../kit/clock.ts'
import { explain } from '../../kit/recorder.ts'
import { decide } from '../device/user-decision.ts'
import { Form } from '../forms.ts'
import { backchannel as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'
import { userByPassword } from '../sign-in/user-by-password.ts'
import { decidedPage, requestsPage, userPage } from './decision-pages.ts'

/** Where a user signs in, sees which clients wait, and decides. */
export const decisionPages: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, clients, backchannelRequests, clock } = services

  app.get(path, async (_request, reply) => send(reply, userPage()))

  app.post(path, { schema: { body: Form } }, async (request, reply) => {
    const { decision, action } = request.body
    if (decision !== undefined) {
      const asked = await backchannelRequests.findByDecisionId(decision)
      const approved = action === 'allow'
      const state = approved ? 'approved' : 'denied'
      if (asked && asked.expiresAt > epochSeconds(clock) && (await decide(backchannelRequests, asked.id, { state }))) {
        return send(reply, decidedPage(approved ? 'allowed' : 'denied'))
      }
      explain(request, reasons.nothingToDecide())
      return send(reply.code(400), decidedPage('gone'))
    }
    const username = userByPassword(request.body, configuration.service)
    if (username === undefined) {
      explain(request, reasons.wrongPassword())
      return send(reply.code(400), userPage({ username: request.body.username, failed: true }))
    }
    const waiting = await backchannelRequests.waitingFor(username)
    const shown = await Promise.all(
      waiting.map(async (one) => ({ ...one, client: (await clients.find(one.clientId))?.name ?? one.clientId })),
    )
    return send(reply, requestsPage(shown))
  })
}

const send = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page)
