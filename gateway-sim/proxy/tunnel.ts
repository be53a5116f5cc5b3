import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http'
import type { Duplex } from 'node:stream'
import { eachAddress } from '../../kit/http-client.ts'
import type { Service } from '../configuration/entities.ts'
import { writeAnswerHead } from './answer-head.ts'
import type { Forwarding } from './forward.ts'
import { isTls } from './pools.ts'
import type { Handshake } from './upgrades.ts'
import { mayRetry, tryOutcome, UpstreamTimeout, upstreamError, upstreamLog } from './upstream-error.ts'
import { readied } from './upstream-request.ts'

/** A handshake on its way to the upstream. */
export interface Tunnelling extends Forwarding {
  handshake: Handshake
}

/**
 * Asks the upstream to switch to WebSocket. When it agrees, bytes go both ways as they come until one side ends (gateway.md 8.5);
 * any other answer goes back as it is.
 */
export async function tunnel(it: Tunnelling): Promise<void> {
  const send = isTls(it.service) ? (await import('node:https')).request : overHttp
  let retries = it.service.retries
  let service = it.service

  const attempt = () => {
    const dispatchedAt = performance.now()
    const asked = send(requestOptions(it, service))
    const settled = limitWaiting(asked, service)
    const gone = () => asked.destroy()
    it.response.once('close', gone)
    const answered = (answer: IncomingMessage, ownHeaders = it.ownHeaders) => {
      settled()
      it.response.off('close', gone)
      const { statusCode: status = 502, statusMessage: message, headers } = answer
      it.turn?.answered(status)
      it.onAnswer()
      writeAnswerHead({ ...it, ownHeaders }, { status, message, headers }, dispatchedAt)
    }
    asked.on('upgrade', (answer, upstream, head) => {
      answered(answer, [...it.ownHeaders, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']])
      join(it, upstream, head)
    })
    asked.on('response', (answer) => {
      answered(answer)
      it.response.once('close', () => answer.destroy())
      answer.once('error', () => it.response.destroy())
      answer.pipe(it.response)
    })
    asked.on('error', (error) => {
      settled()
      it.response.off('close', gone)
      if (it.response.destroyed || it.response.headersSent) return
      it.turn?.failed(tryOutcome(error))
      const next = retries-- > 0 && mayRetry(error, it.asked.method) ? readied(it.asked, service, it.turn) : undefined
      if (!next) return it.onFailure(upstreamError(error, service), upstreamLog(error, service))
      service = next
      attempt()
    })
    asked.end()
  }
  attempt()
}

/** As for every other request, but the switch is asked for again: it concerns one connection only. */
const requestOptions = ({ asked, pools }: Tunnelling, service: Service) => ({
  ...eachAddress,
  ...pools.trusted,
  ...{ host: service.host, port: service.port, method: asked.method, path: asked.path },
  headers: [...asked.headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket'],
  rejectUnauthorized: service.tls_verify ?? false,
  agent: false as const,
})

/** Connecting may take `connect_timeout`, the answer `read_timeout` from then on. Gives the function that ends the wait. */
function limitWaiting(asked: ClientRequest, service: Service): () => void {
  const late = () => asked.destroy(new UpstreamTimeout())
  let timer = setTimeout(late, service.connect_timeout)
  asked.once('finish', () => {
    clearTimeout(timer)
    timer = setTimeout(late, service.read_timeout)
  })
  return () => clearTimeout(timer)
}

/** Joins the two connections. An upstream that is silent for `read_timeout` ends both, as nginx's proxy does. */
function join({ response, handshake, service }: Tunnelling, upstream: Duplex, head: Buffer): void {
  const { socket: caller } = handshake
  handshake.switched = true
  response.end(() => {
    const end = () => {
      caller.destroy()
      upstream.destroy()
    }
    const silence = setTimeout(end, service.read_timeout)
    upstream.on('data', () => silence.refresh())
    upstream.on('error', end).once('close', () => {
      clearTimeout(silence)
      caller.end()
    })
    caller.once('close', () => upstream.destroy())
    if (head.length > 0) caller.write(head)
    if (handshake.head.length > 0) upstream.write(handshake.head)
    upstream.pipe(caller)
    caller.pipe(upstream)
  })
}
