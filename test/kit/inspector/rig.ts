import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import { behaviour } from '../../../kit/behaviour.ts'
import { manualClock } from '../../../kit/clock.ts'
import { controlPlane, type Levers } from '../../../kit/control-plane.ts'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { FaultPlan } from '../../../kit/faults.ts'
import { type App, mockServer } from '../../../kit/mock-server.ts'
import { explain, trace, warn } from '../../../kit/recorder.ts'
import { listening } from '../listening.ts'

export const Switches = Type.Object(
  {
    color: Type.Enum(['red', 'green'], { default: 'red', description: 'what it shows' }),
    loud: Type.Boolean({ default: true, description: 'whether it is heard' }),
    delayMs: Type.Integer({ default: 0, minimum: 0, description: 'how late it is' }),
    window: Type.Array(Type.Integer(), { default: [1, 2], description: 'from and to' }),
  },
  { additionalProperties: false },
)

const quirk = { name: 'deaf', does: 'hears nothing', source: 'ticket 1', fixedIn: ['4.0'], hooks: {} }

/** A server with levers: things with a client, refused when they are named `wrong`. */
export function server(
  name: string,
  exchanges: ExchangeBus,
  start: () => void = () => undefined,
  { controlToken }: { controlToken: string | undefined } = { controlToken: 'let-me-in' },
) {
  const levers: Levers = {
    server: name,
    clock: manualClock(1000),
    exchanges,
    faults: new FaultPlan(),
    behaviour: behaviour(Switches, {}, { known: async () => [quirk] }),
    state: { snapshot: async () => ({}), restore: async () => undefined, reset: async () => start() },
  }
  const { clock, faults } = levers
  faults.serve({ clock, endpoints: () => ({ thing: ['POST /things/:id'] }) })
  const app = mockServer(name, { clock, exchanges, faults, clientOf: ({ headers }) => headers['x-client']?.toString() })
  controlPlane(app, { levers, controlToken })
  app.post('/things/:id', async (request, reply) => {
    const { id } = request.params as { id: string } // as the route declares it
    trace(request, ['looks at the thing', `it is ${id}`])
    if (id !== 'wrong') return { id, client_secret: 'hush', client_id: `client-of-${id}` }
    warn(request, 'nobody should do this')
    explain(request, { code: 'thing.wrong', advice: 'choose <another> thing' })
    return reply.code(409).send({ message: 'wrong' })
  })
  return { app, levers }
}

/** A world of two servers that tell their exchanges on one bus, on real ports. */
export async function twoServers({ capacity = 1000 } = {}) {
  const bus = new ExchangeBus({ capacity })
  const resets: string[] = []
  const one = server('one', bus, () => resets.push('one'))
  const two = server('two', bus, () => resets.push('two'))
  const url = await listening(one.app)
  const twoUrl = await listening(two.app)
  return { bus, one, two, url, twoUrl, resets }
}

/** Posts a thing, in a trace of its own or in a given one. */
export const post = (url: string, id: string, { trace = '', headers = {} } = {}): Promise<Response> =>
  fetch(`${url}/things/${id}`, {
    method: 'POST',
    headers: { ...(trace !== '' && { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` }), ...headers },
  })

/** A page as text, by injection. @param from the caller's address */
export async function pageOf(app: App, url: string, from = '127.0.0.1') {
  const { statusCode, body, headers } = await app.inject({ url, remoteAddress: from })
  return { status: statusCode, body, headers }
}
