import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

test('a body over the limit is refused', async () => {
  const app = mockServer('x', { bodyLimit: 10 })
  app.post('/x', async () => ({}))
  const answer = await app.inject({ method: 'POST', url: '/x', payload: { a: 'longer than ten' } })
  expect(answer.statusCode).toBe(413)
  await app.close()
})

test('a path parameter may be as long as a client id of a stranger', async () => {
  const app = mockServer('x')
  app.get('/clients/:id', async ({ params }) => params)
  expect((await app.inject(`/clients/${'a'.repeat(1000)}`)).statusCode).toBe(200)
  await app.close()
})

test('closing cuts the connections that stand open', async () => {
  const app = mockServer('x')
  const { port } = new URL(await listening(app))
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined)
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  await app.close()
  await closed
})

test('the log says on standard error what failed in which call, and no secret of it', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const app = mockServer('curity', { log: true })
  app.get('/boom', async () => {
    throw new Error('out of order at client_secret=SECRET')
  })
  app.get('/told', async (request, reply) => {
    request.log.error(new TypeError('told by a handler'))
    request.log.info('nobody hears this')
    return reply.code(204).send()
  })
  app.get('/refused', async (_request, reply) => reply.code(400).send({}))
  const headers = { authorization: 'Bearer SECRET' }
  for (const url of ['/boom?access_token=SECRET', '/told', '/refused']) await app.inject({ url, headers })
  await app.close()
  const lines = written.mock.calls.map(([line]) => String(line))
  written.mockRestore()
  expect(lines.map((line) => line.split('\n')[0])).toEqual([
    'curity GET /boom?access_token=***: Error: out of order at client_secret=***',
    'curity GET /told: TypeError: told by a handler',
  ])
  expect(lines.join()).toContain('at ')
  expect(lines.join()).not.toContain('SECRET')
})

test('a server that is not asked to log is silent', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const app = mockServer('curity')
  app.get('/boom', async () => {
    throw new Error('out of order')
  })
  await app.inject('/boom')
  await app.close()
  expect(written.mock.calls).toEqual([])
  written.mockRestore()
})
