// The least that plain oidc-provider needs before it answers: what our start is compared with.
import { createServer, get } from 'node:http'
import Provider from 'oidc-provider'
import { options } from './oidc-provider-options.mjs'

const server = createServer().listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  server.on('request', new Provider(issuer, options).callback())
  get(`${issuer}/.well-known/openid-configuration`, ({ statusCode }) => {
    if (statusCode !== 200) throw new Error(`discovery answered ${statusCode}`)
    console.log('ready')
  })
})
