// An identity provider in a process of its own, that registers whoever asks: its CPU time is nobody else's.
import { createServer } from 'node:http'

let clients = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const issuer = `http://127.0.0.1:${server.address().port}`
    const [status, body] = answers[request.url](issuer)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
})

const answers = {
  '/.well-known/openid-configuration': (issuer) => [
    200,
    { issuer, token_endpoint: `${issuer}/token`, registration_endpoint: `${issuer}/register` },
  ],
  '/token': () => [200, { access_token: 'initial', token_type: 'bearer', expires_in: 300, scope: 'dcr' }],
  '/register': (issuer) => [
    201,
    {
      ...{ client_id: `client-${++clients}`, client_secret: 'secret', client_secret_expires_at: 0 },
      ...{ registration_client_uri: `${issuer}/register/${clients}`, registration_access_token: 'of the client' },
    },
  ],
}

server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }))
