// mock-curity alone in a process, with as many registered clients as the first argument says: what each costs, and whether all answer.

import { demoCurityConfiguration } from '../../../harness/demo/curity.ts'
import { buildMockCurity } from '../../../mock-curity/app.ts'

const count = Number(process.argv[2] ?? 1000)
const configuration = demoCurityConfiguration()
const registration = configuration.profiles.profile[0]?.settings['authorization-server']['dynamic-client-registration']
if (registration) {
  Object.assign(registration['non-templatized'], { 'authenticate-client-by': [], 'no-authentication': {} })
}
const { app } = await buildMockCurity({ configuration })

interface Registered {
  registration_client_uri: string
  registration_access_token: string
}

const register = async (n: number): Promise<Registered> => {
  const payload = { client_name: `client ${n}`, grant_types: ['client_credentials'] }
  const answer = await app.inject({ method: 'POST', url: '/token-service/oauth-registration', payload })
  if (answer.statusCode !== 201) throw new Error(`client ${n} was answered ${answer.statusCode}: ${answer.body}`)
  return answer.json()
}

const stillThere = async ({ registration_client_uri, registration_access_token }: Registered): Promise<boolean> => {
  const { pathname } = new URL(registration_client_uri)
  const headers = { authorization: `Bearer ${registration_access_token}` }
  return (await app.inject({ url: pathname, headers })).statusCode === 200
}

// What a first thousand warms up (compiled schemas, the ring of exchanges) is no client's.
const known = [await register(0)]
for (let n = 1; n < 1000; n++) await register(n)
globalThis.gc?.()
const before = process.memoryUsage().heapUsed
for (let n = 1000; n < count + 1000; n++) {
  const client = await register(n)
  if (n % 100 === 0) known.push(client)
}
globalThis.gc?.()
const bytes = (process.memoryUsage().heapUsed - before) / count
const answering = (await Promise.all(known.map(stillThere))).filter(Boolean).length
console.log(JSON.stringify({ bytes, answering, asked: known.length }))
await app.close()
