import { request as send } from 'node:http'
import { expect, test } from 'vitest'
import type { Fault } from '../../kit/fault-schema.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

/** A server that passes bodies on unread, here back to whoever sent them; its fault goes by what stands in them. */
async function setUp(requestBody: object) {
  const plan = new FaultPlan()
  plan.serve({ endpoints: () => ({ proxy: ['POST /'] }), passesBodies: true })
  const app = mockServer('proxy', { faults: plan })
  app.addHook('onRequest', (request, reply, _done) => {
    reply.hijack()
    request.raw.pipe(reply.raw)
  })
  app.post('/', (_request, reply) => reply.hijack())
  plan.arm({ endpoint: 'proxy', kind: 'answer', status: 418, times: 'always', requestBody } as Fault)
  return listening(app)
}

/** Sends a body piece by piece; without a length it goes in chunks. */
function post(
  url: string,
  pieces: readonly string[],
  length?: number,
): Promise<[status: number | undefined, text: string]> {
  return new Promise((resolve, reject) => {
    const call = send(url, { method: 'POST', headers: length === undefined ? {} : { 'content-length': length } })
    call.on('error', reject).on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => resolve([answer.statusCode, text]))
    })
    const next = ([piece, ...others]: readonly string[]) => {
      if (piece === undefined) call.end()
      else call.write(piece, () => setImmediate(next, others))
    }
    next(pieces)
  })
}

test.for([
  ['in chunks', ['{"name":"DROP ', 'TABLE orders"}'], undefined],
  ['with its length', ['{"name":"DROP ', 'TABLE orders"}'], 28],
  ['as a form', ['name=DROP+TABLE', '+orders'], 22],
] as const)(
  'a body that comes %s is found by what stands in it, and passed on whole where it is another',
  async ([, wrong, length]) => {
    const url = await setUp({ name: 'DROP TABLE' })
    expect(await post(url, wrong, length)).toEqual([418, '{"message":"armed fault"}'])
    const right = wrong.map((piece) => piece.replace('DROP', 'SHOW'))
    expect(await post(url, right, length)).toEqual([200, right.join('')])
  },
)

test('no body has nothing in it, and one that is too long is not looked at', async () => {
  const url = await setUp({ name: 'a' })
  expect(await post(url, [], 0)).toEqual([200, ''])
  const long = JSON.stringify({ name: 'a'.repeat(1024 * 1024 + 1) })
  const [status, text] = await post(url, [long], long.length)
  expect([status, text === long]).toEqual([200, true])
})
