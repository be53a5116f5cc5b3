import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { curity } from './rig.ts'

/** Everything that the server says to `text`. It closes without reading on, which may reset the connection after its answer. */
const say = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => undefined).on('close', () => resolve(said))
  })

const closed = 'Connection: close\r\n\r\n'
const texts = [
  ['bytes that are no request', 'nonsense\r\n\r\n', `HTTP/1.1 400 Bad Request\r\n${closed}`],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    `HTTP/1.1 431 Request Header Fields Too Large\r\n${closed}`,
  ],
] as const

test.for(texts)('%s get one answer at both ports, whether or not a request came before', async ([, text, answer]) => {
  const { app, adminListener } = await curity()
  const listening = { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' }
  const ports = [await serve(app, listening), await serve(adminListener, listening)]
  const said = () => Promise.all(ports.map((port) => say(port, text)))
  expect(await said()).toEqual([answer, answer])
  for (const port of ports) expect((await fetch(`http://127.0.0.1:${port}/nowhere`)).status).toBe(404)
  expect(await said()).toEqual([answer, answer])
})
