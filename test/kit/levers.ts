import Type from 'typebox'
import { behaviour } from '../../kit/behaviour.ts'
import { manualClock } from '../../kit/clock.ts'
import { Complaints } from '../../kit/complaints.ts'
import { controlPlane, type Levers } from '../../kit/control-plane.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

export const Switches = Type.Object(
  { rawBasic: Type.Enum(['accept', 'refuse'], { default: 'accept', description: 'a' }) },
  { additionalProperties: false },
)

/** A server that knows one text, with its levers. */
export async function setUp({ controlToken }: { controlToken?: string } = {}) {
  let known = 'start'
  const levers: Levers = {
    server: 'curity',
    clock: manualClock(1000),
    exchanges: new ExchangeBus(),
    faults: new FaultPlan(),
    behaviour: behaviour(Switches),
    state: {
      snapshot: async ({ secrets }) => ({ known, secrets }),
      async restore(document) {
        const { known: next } = (document ?? {}) as { known?: unknown } // whatever was sent
        if (typeof next !== 'string') throw new Complaints('state', [{ path: 'known', expected: 'must be text' }])
        known = next
      },
      async reset() {
        known = 'start'
      },
    },
  }
  const { clock, exchanges, faults } = levers
  const app = mockServer('curity', { clock, exchanges, faults })
  controlPlane(app, { levers, controlToken })
  app.get('/things/:id', async () => ({}))
  const url = await listening(app)
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/_mock${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return [answer.status, text === '' ? undefined : JSON.parse(text)]
  }
  return { app, levers, url, call }
}
