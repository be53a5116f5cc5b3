import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { refusal } from '../../kit/pages/form.ts'
import { NoAnswer } from '../../kit/pages/own-api.ts'
import { Refused, toldBy } from './refusal.ts'
import { SignInFirst, type Site, typedIn } from './site.ts'

/** Pages for what cannot be shown: who must sign in first is led there and back, everything else is said. */
export function answerFailures(scope: FastifyInstance, site: Site): void {
  scope.setErrorHandler((error, request, reply) => {
    if (error instanceof SignInFirst) {
      if (request.method === 'POST') site.kept.keep(reply, request.url, typedIn(request))
      return reply.redirect(site.at(`/sign-in?return=${returnTo(request)}`), 303)
    }
    if (error instanceof Refused) return refusalPage(site, request, reply, error)
    if (error instanceof NoAnswer) {
      const content = html`${refusal({ errors: { '': `No answer from the Portal API. Tried: ${error.address}` } })}`
      return site.show(request, reply, { title: 'No answer', status: 502, content })
    }
    const { statusCode = 500, message } = error as { statusCode?: number; message: string } // Fastify's own, or a defect
    if (statusCode >= 500) request.log.error(error)
    const said = statusCode >= 500 ? 'This page could not be made.' : message
    const title = statusCode >= 500 ? 'Something went wrong' : 'This cannot be read'
    return site.show(request, reply, { title, status: statusCode, content: html`${refusal({ errors: { '': said } })}` })
  })
  scope.setNotFoundHandler((request, reply) =>
    site.show(request, reply, {
      title: 'Not Found',
      status: 404,
      content: html`<p>There is no such page here. <a href="${site.at('')}">${site.generation.labels.catalog}</a></p>`,
    }),
  )
}

/** Every form is sent to the address of the page that it stands on, so that this address is where one was. */
const returnTo = ({ url }: FastifyRequest): string => encodeURIComponent(url)

function refusalPage(site: Site, request: FastifyRequest, reply: FastifyReply, { answer }: Refused) {
  const { title, detail } = toldBy(answer)
  const { advice, status } = answer
  const content = html`${refusal({ errors: { '': detail }, ...(advice !== undefined && { advice }) })}
<p><a href="${site.at('')}">${site.generation.labels.catalog}</a></p>`
  return site.show(request, reply, { title, status, content })
}
