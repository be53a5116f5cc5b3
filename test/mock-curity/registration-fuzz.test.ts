import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClientMetadata } from '../../mock-curity/registration/metadata.ts'
import { registration } from './configurations.ts'
import { curity, member, type Rig, registrationPath } from './rig.ts'

const names = [
  ...Object.keys(ClientMetadata.properties),
  'client_id',
  'client_secret',
  'registration_access_token',
  'software_id',
  'software_statement',
  '__proto__',
  'constructor',
]
const words = [
  'client_credentials',
  'authorization_code',
  'implicit',
  'none',
  'private_key_jwt',
  'openid',
  'orders:read',
]
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...words),
  fc.array(fc.constantFrom(...words, 'https://app.test/callback', 'javascript:1'), { maxLength: 4 }),
  fc.webUrl(),
  fc.string({ unit: 'binary' }),
)
const metadata = fc
  .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 8 })
  .map((members) => `{${members.map(([name, given]) => `${JSON.stringify(name)}:${JSON.stringify(given)}`).join(',')}}`)
const body = fc.oneof({ weight: 8, arbitrary: metadata }, fc.string(), fc.json())

const open = { configuration: registration({ 'non-templatized': { 'no-authentication': {} } }) }

async function stored({ levers }: Rig): Promise<{ id: string }[]> {
  const { tables } = (await levers.state.snapshot({ secrets: false })) as {
    tables: { dynamic_clients: { id: string }[] }
  }
  return tables.dynamic_clients
}

test('whatever is sent is registered or refused in OAuth words, and a refusal leaves nothing behind', async () => {
  const rig = await curity(open)
  await fc.assert(
    fc.asyncProperty(body, async (payload) => {
      const before = (await stored(rig)).length
      const answer = await rig.call('POST', registrationPath, { payload })
      if (answer.status === 201) {
        const rows = await stored(rig)
        expect(rows).toHaveLength(before + 1)
        expect(rows.at(-1)?.id).toBe(member(answer, 'client_id'))
        return
      }
      expect(answer.status).toBe(400)
      expect(answer.text).toMatch(/^\{"error":"invalid_(client_metadata|redirect_uri|request)"\}$/)
      expect(await stored(rig)).toHaveLength(before)
    }),
    { numRuns: 300 },
  )
})

test('a secret that is sent is neither answered, nor kept, nor recorded', async () => {
  const rig = await curity(open)
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z0-9]{24}$/), metadata, async (secret, others) => {
      const sent = { client_secret: secret, registration_access_token: secret, grant_types: ['client_credentials'] }
      const payload = JSON.stringify({ ...(JSON.parse(others) as object), ...sent })
      const answer = await rig.call('POST', registrationPath, { payload })
      expect(answer.text).not.toContain(secret)
      expect(JSON.stringify(await rig.levers.state.snapshot({ secrets: true }))).not.toContain(secret)
      expect(JSON.stringify(rig.exchanges.list())).not.toContain(secret)
    }),
    { numRuns: 60 },
  )
})
