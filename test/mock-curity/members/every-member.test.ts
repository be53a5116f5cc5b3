import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ClientMetadata } from '../../../mock-curity/registration/metadata.ts'
import { profile, registration, together } from '../configurations.ts'
import { curity, type Rig, registrationPath } from '../rig.ts'
import { type MemberProof, service, shop } from './member-proof.ts'
import { memberProofs } from './member-proofs.ts'

const members = Object.entries<MemberProof>(memberProofs).map(([name, proof]) => ({ name, proof }))

const open = registration({ 'non-templatized': { 'no-authentication': {} } })
const detailed = profile({ 'expose-detailed-error-messages': {} })

/** A registration by anybody. */
const register = ({ call }: Rig, metadata: object) =>
  call('POST', registrationPath, { payload: JSON.stringify(metadata) })

const stored = async ({ levers }: Rig) =>
  ((await levers.state.snapshot({ secrets: false })) as { tables: { dynamic_clients: object[] } }).tables
    .dynamic_clients

test('every member of client metadata has its proof', () => {
  expect(members.map(({ name }) => name).sort()).toEqual(Object.keys(ClientMetadata.properties).sort())
})

test('the README names those that are stored and not acted on', () => {
  const readme = readFileSync(new URL('../../../mock-curity/README.md', import.meta.url), 'utf8')
  const [gap = ''] = /^- Metadata that is stored and answered but not acted on:[\s\S]*?(?=^- )/m.exec(readme) ?? []
  const named = [...gap.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  expect(named).toEqual(
    members
      .filter(({ proof }) => proof.storedOnly)
      .map(({ name }) => name)
      .sort(),
  )
})

test.for(members)('$name: what is taken is answered, and answered again to a read', async ({ name, proof }) => {
  const { taken, given = {}, beside = shop } = proof
  const rig = await curity({ configuration: together(open, given) })
  for (const pair of taken) {
    const [sent, expected] = pair.length === 2 ? pair : [pair[0], pair[0]]
    const answer = await register(rig, { ...beside, [name]: sent })
    expect([answer.status, answer.text], JSON.stringify(sent)).toEqual([201, expect.any(String)])
    const {
      registration_client_uri: uri,
      registration_access_token: token,
      ...told
    } = answer.body as Record<string, unknown>
    expect(told[name], JSON.stringify(sent)).toEqual(expected)
    const read = await rig.call('GET', new URL(String(uri)).pathname, { headers: { authorization: `Bearer ${token}` } })
    expect((read.body as Record<string, unknown>)[name], JSON.stringify(sent)).toEqual(expected)
  }
  expect(await stored(rig)).toHaveLength(taken.length)
})

test.for(members)(
  '$name: what is out of bounds is refused, by name where errors are detailed',
  async ({ name, proof }) => {
    const { refused, given = {}, beside = shop, error = 'invalid_client_metadata' } = proof
    const rig = await curity({ configuration: together(open, given) })
    const telling = await curity({ configuration: together(open, given, detailed) })
    for (const sent of refused) {
      const metadata = { ...beside, [name]: sent }
      const answer = await register(rig, metadata)
      expect([answer.status, answer.text, answer.reason], JSON.stringify(sent)).toEqual([
        400,
        `{"error":"${error}"}`,
        expect.stringMatching(/^curity\.dcr\./),
      ])
      expect((await register(telling, metadata)).body).toEqual({ error, error_description: expect.any(String) })
    }
    expect([await stored(rig), await stored(telling)]).toEqual([[], []])
  },
)

test.for([
  { kind: 'service', metadata: service },
  { kind: 'shop', metadata: shop },
] as const)(
  'a $kind that sends the least is answered with the defaults, and with nothing else',
  async ({ kind, metadata }) => {
    const { body } = await register(await curity({ configuration: open }), metadata)
    const told = Object.entries(body as object).filter(([name]) => Object.hasOwn(ClientMetadata.properties, name))
    const defaults = members.flatMap(({ name, proof: { absent } }) => {
      return absent && kind in absent ? [[name, absent[kind]]] : []
    })
    expect(Object.fromEntries(told)).toEqual({ ...Object.fromEntries(defaults), ...metadata })
  },
)

test.for([
  'client_id',
  'client_id_issued_at',
  'client_secret',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_access_token_expires_in',
  'registration_client_uri',
  'token_endpoint_auth_methods',
  'software_version',
  'software_statement',
  'status',
])('%s is no member of a request: sent or not, the answer is the same', async (name) => {
  const [sent, unsent] = [await curity({ configuration: open }), await curity({ configuration: open })]
  const answer = await register(sent, { ...service, [name]: 'sent' })
  expect(answer).toMatchObject({ status: 201, text: (await register(unsent, service)).text })
})
