import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { curity, introspectPath, registrationPath, revokePath, service, tokenPath } from './rig.ts'

/** Sends a request that promises more than comes, and closes its half; gives what the server says to it. */
function sendCut(port: number, head: readonly string[], body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      socket.end([...head, 'Host: curity.test', `Content-Length: ${body.length + 50}`, '', body].join('\r\n'))
    })
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })
}

test.for([
  [tokenPath, 'grant_type=client_credentials'],
  [introspectPath, 'token=x'],
  [revokePath, 'token=x'],
  ['/oauth/v2/oauth-authorize/par', 'response_type=code'],
  ['/oauth/v2/oauth-device-authorization', 'scope=openid'],
  ['/oauth/v2/oauth-backchannel-authentication', 'scope=openid'],
] as const)('%s does nothing for a body that is cut off, and goes on', async ([path, body]) => {
  const { app, token, levers } = await curity()
  const port = await serve(app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  const before = await levers.state.snapshot({ secrets: true })
  const head = [`POST ${path} HTTP/1.1`, `Authorization: ${service}`, 'Content-Type: application/x-www-form-urlencoded']
  expect(await sendCut(port, head, body)).not.toMatch(/^HTTP\/1.1 [25]/)
  expect(await levers.state.snapshot({ secrets: true })).toEqual(before)
  expect(await token()).toMatchObject({ status: 200 })
})

test('a registration that is cut off registers nobody, and its initial token stays good', async () => {
  const { app, initialToken, register, levers } = await curity()
  const port = await serve(app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  const initial = await initialToken()
  const head = [
    `POST ${registrationPath} HTTP/1.1`,
    `Authorization: Bearer ${initial}`,
    'Content-Type: application/json',
  ]
  expect(await sendCut(port, head, '{"grant_types":["client_credentials"]}')).not.toMatch(/^HTTP\/1.1 [25]/)
  expect(await levers.state.snapshot({ secrets: true })).toMatchObject({ tables: { dynamic_clients: [] } })
  expect(await register({ grant_types: ['client_credentials'] }, initial)).toMatchObject({ status: 201 })
})
