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

test('the log says what failed, and no secret of the call', async () => {
  const written: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const app = mockServer('x', { log: true })
  app.get('/boom', async () => {
    throw new Error('out of order')
  })
  await app.inject({ url: '/boom?access_token=SECRET', headers: { authorization: 'Bearer SECRET' } })
  await app.close()
  out.mockRestore()
  const text = written.join('')
  expect(text).toContain('out of order')
  expect(text).toContain('/boom?access_token=***')
  expect(text).not.toContain('SECRET')
})
