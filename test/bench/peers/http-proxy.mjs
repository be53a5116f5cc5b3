// A proxy that checks nothing.
import proxy from '@fastify/http-proxy'
import fastify from 'fastify'

const { upstream } = JSON.parse(process.argv[2])
const app = fastify()
app.register(proxy, { upstream, prefix: '/orders' })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send(user + system)
})
process.send({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })
