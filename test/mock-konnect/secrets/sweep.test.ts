import { test as base, describe, expect } from 'vitest'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import { type AnyFake, type Kind, kinds } from '../dcr/fakes/kinds.ts'
import { type ProviderWorld, providerWorld } from '../dcr/provider-world.ts'
import { demo } from '../portal-world.ts'

const test = base
  .extend('printed', ({}, { onCleanup }) => {
    const printed: string[] = []
    const { stderr, stdout } = process
    const writes = [stderr, stdout].map((stream) => ({ stream, write: stream.write }))
    for (const { stream } of writes) {
      stream.write = (chunk: string | Uint8Array) => {
        printed.push(String(chunk))
        return true
      }
    }
    onCleanup(() => {
      for (const { stream, write } of writes) stream.write = write
    })
    return printed
  })
  .extend('flowAt', async ({ printed }, { onCleanup }) => {
    const open: { close(): Promise<unknown> }[] = []
    onCleanup(async () => {
      for (const each of open) await each.close()
    })
    return async (kind: Kind) => {
      const fake = await kind.start()
      open.push(fake)
      const database = memoryDatabase()
      const options = { database, log: true, sealingKey: Buffer.alloc(32, 5) }
      const world = await providerWorld({ type: kind.type, issuer: fake.issuer, config: kind.config(fake), options })
      open.push(world)
      return { ...(await wholeFlow(kind, fake, world)), fake, world, database, printed }
    }
  })

/** Everything once, failures too. Gives the secrets that were about, and every answer after the one that shows a secret. */
async function wholeFlow(kind: Kind, fake: AnyFake, { operator, v2, v3, create, provider }: ProviderWorld) {
  const answers: unknown[] = []
  const note = async (answer: Promise<{ status: number; body: unknown; reason: unknown; warnings: unknown }>) => {
    const { body, reason, warnings } = await answer
    answers.push(body, reason, warnings)
  }
  const { body: made } = await create('billing')
  const { body: classic } = await create('classic', {}, v2)
  const { body: rotated } = await v3.post(`/applications/${made.id}/regenerate-secret`)
  const secrets = [kind.secret, made.client_secret, Object(classic.credentials).client_secret, rotated.client_secret]

  await note(v3.get('/applications'))
  await note(v3.get(`/applications/${made.id}`))
  await note(v3.get(`/applications/${made.id}/credentials`))
  await note(v2.get(`/applications/${classic.id}`))
  await note(operator.get(`/v3/portals/${demo.ids.portal}/applications/${made.id}`))
  await note(operator.get(`/v3/portals/${demo.ids.portal}/applications/${made.id}/credentials`))
  await note(operator.get(`/v2/portals/${demo.ids.classicPortal}/applications`))
  await note(operator.get('/v2/dcr-providers'))
  await note(operator.patch(`/v2/dcr-providers/${provider}`, { dcr_config: kind.config(fake) }))
  await note(operator.post(`/v2/dcr-providers/${provider}/verify`))
  await note(operator.post('/v2/dcr-providers', { name: 'x', provider_type: kind.type, dcr_config: kind.config(fake) }))
  // An identity provider that says the secrets back in its error.
  const said = { status: 400, body: { error: 'no', error_description: secrets.join(' and ') } }
  fake.meddle('create', said)
  await note(create('refused'))
  await note(operator.post(`/v2/dcr-providers/${provider}/verify`))
  fake.meddle('create', undefined)
  fake.meddle('delete', { status: 500, body: { error_description: kind.secret } })
  await note(v3.delete(`/applications/${made.id}`))
  return { secrets: secrets.map(String), answers }
}

describe('a secret is shown once, and nowhere else', () => {
  test.for(kinds)('$type', async (kind, { flowAt }) => {
    const { secrets, answers, fake, world, database, printed } = await flowAt(kind)
    const { levers } = world.konnect
    const inside = [...fake.clients.keys()]
    expect(inside.length).toBeGreaterThan(0)
    expect(secrets.every((secret) => secret.length > 7)).toBe(true)
    const places = {
      rows: await database.snapshot(),
      state: await levers.state.snapshot({ secrets: false }),
      answers,
      printed,
      exchanges: levers.exchanges.list(),
    }
    // What the bridge or Curity says of a client's own secret cannot be known for one: it is the provider's secret that is.
    for (const [place, content] of Object.entries(places)) {
      const text = JSON.stringify(content)
      const shown = place === 'answers' || place === 'exchanges' ? [kind.secret] : secrets
      expect(shown.filter((secret) => text.includes(secret), place)).toEqual([])
    }
  })

  test.for(kinds)(
    '$type: in a state that is asked for with secrets, those of the provider alone',
    async (kind, { flowAt }) => {
      const { secrets, world } = await flowAt(kind)
      const text = JSON.stringify(await world.konnect.levers.state.snapshot({ secrets: true }))
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([kind.secret])
    },
  )
})
