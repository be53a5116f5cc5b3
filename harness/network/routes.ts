import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { accept } from '../../kit/complaints.ts'
import { Edges, edgeNames } from './edge.ts'
import type { Network } from './network.ts'

/** Mounts the levers of a network below `/_mock` of each server of its process. */
export function networkRoutes(mock: FastifyInstance, network: Network): void {
  const hops = () => ({ hops: network.hops() })
  mock.get('/network', async () => hops())
  mock.put('/network', async ({ body }) => {
    await network.set(accept(Edges, body, 'network'))
    return hops()
  })
  mock.patch('/network', async ({ body }) => {
    await network.change(accept(Edges, body, 'network'))
    return hops()
  })
  mock.delete('/network', async (_request, reply) => {
    await network.reset()
    return reply.code(204).send()
  })
  mock.delete('/network/:edge/connections', async ({ params }, reply) => {
    const { edge } = accept(EdgePath, params, 'network')
    network.breakConnections(edge)
    return reply.code(204).send()
  })
}

const EdgePath = Type.Object({ edge: Type.Enum([...edgeNames]) })
