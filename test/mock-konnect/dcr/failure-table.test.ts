import { describe, expect } from 'vitest'
import { demo, problem } from '../portal-world.ts'
import type { Meddling } from './fakes/fake-server.ts'
import { type AnyFake, type Kind, kinds } from './fakes/kinds.ts'
import { expectNoUnseenHalf, orphansOf } from './halves.ts'
import { type ProviderWorld, test } from './provider-world.ts'

const developer = `/v3/portals/${demo.ids.portal}/developers/${demo.ids.developer}`
const withoutSecret = ({ client_secret: _, secretText: __, ...rest }: Record<string, unknown>) => rest

interface Mode {
  title: string
  meddling: Meddling
  /** How many clients stay at the provider, and what the state says of each half. */
  clients: 0 | 1
  orphans: string[]
  /** Kinds at which it cannot be shown. */
  not?: string[]
}

const creations: Mode[] = [
  { title: 'a refusal', meddling: { status: 400, body: { error: 'invalid_request' } }, clients: 0, orphans: [] },
  { title: 'a 404', meddling: { status: 404 }, clients: 0, orphans: [] },
  { title: 'a failure inside', meddling: { status: 500 }, clients: 0, orphans: ['client possible'] },
  {
    title: 'a failure after the client was made',
    ...{ meddling: { afterwards: 'fail' }, clients: 1, orphans: ['client possible'], not: ['curity'] },
  },
  {
    title: 'an answer that is lost',
    ...{ meddling: { afterwards: 'cut' }, clients: 1, orphans: ['client possible'] },
  },
  {
    title: 'an answer that does not come in time',
    ...{ meddling: { afterwards: 'hang' }, clients: 1, orphans: ['client possible'] },
  },
  {
    title: 'an answer without secret',
    // At Azure the secret is a call of its own.
    ...{ meddling: { change: withoutSecret }, clients: 0, orphans: [], not: ['azureAd'] },
  },
  {
    title: 'an answer that is no JSON',
    // Without a client id only Curity's management address is left, and that is not there either.
    ...{ meddling: { change: () => '<html>' }, clients: 1, orphans: ['client possible'] },
  },
]

const told = async (world: ProviderWorld) =>
  (await orphansOf(world)).map(({ alone, certainty }) => `${alone} ${certainty}`)

const pairs = <Item>(items: readonly Item[], not: (item: Item) => string[] = () => []): [Kind, Item][] =>
  kinds.flatMap((kind) =>
    items.filter((item) => !not(item).includes(kind.type)).map((item): [Kind, Item] => [kind, item]),
  )

const create = (world: ProviderWorld) => world.create('billing')

/** Patience ends soon where an answer never comes, and is ample where one does, however busy the machine is. */
const impatient = (world: ProviderWorld, { afterwards }: Meddling) => {
  if (afterwards === 'hang') world.konnect.levers.behaviour.change({ idpTimeoutMs: 1500 })
}

describe('creating an application leaves nothing unseen', () => {
  const table = pairs(creations, ({ not = [] }) => not)
  test.for(table.map(([kind, mode]) => ({ name: `${kind.type}: ${mode.title}`, kind, mode })))(
    '$name',
    async ({ kind, mode }, { at }) => {
      const { fake, world } = await at(kind)
      impatient(world, mode.meddling)
      fake.meddle('create', mode.meddling)
      const { status, body, reason } = await create(world)
      expect([status, body]).toEqual([
        400,
        problem(400, 'Invalid Request', 'Unable to create the DCR application', { invalid_parameters: [] }),
      ])
      expect(reason?.code).toMatch(/^konnect\.dcr\./)
      expect(await world.applications()).toEqual([])
      expect(fake.clients.size).toBe(mode.clients)
      expect(await told(world)).toEqual(mode.orphans)
      await expectNoUnseenHalf(world, fake)
      fake.meddle('create', undefined)
      world.konnect.levers.behaviour.reset()
      expect((await create(world)).status).toBe(201)
    },
  )

  test.for(kinds)('$type: the client goes again when it cannot be stored', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    fake.meddle('create', { meanwhile: () => world.operator.delete(developer) })
    expect((await create(world)).status).toBe(404)
    expect([fake.clients.size, await told(world)]).toEqual([0, []])
  })

  test.for(kinds)('$type: a client that cannot go again is listed with its id', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    fake.meddle('create', { meanwhile: () => world.operator.delete(developer) })
    fake.meddle('delete', { status: 500 })
    const { status, reason } = await create(world)
    expect([status, reason?.code]).toEqual([404, 'konnect.dcr.orphan'])
    const [clientId] = fake.clients.keys()
    expect(await orphansOf(world)).toMatchObject([
      { alone: 'client', certainty: 'certain', client_id: clientId, client_name: 'billing' },
    ])
  })

  test.for(kinds)('$type: a crash before the answer is told after the start', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const state = world.konnect.levers.state
    let asItStood: unknown
    fake.meddle('create', {
      async meanwhile() {
        asItStood = await state.snapshot({ secrets: true })
      },
    })
    await create(world)
    await state.restore(asItStood)
    expect(await world.applications()).toEqual([])
    expect(fake.clients.size).toBe(1)
    expect(await orphansOf(world)).toMatchObject([
      { alone: 'client', certainty: 'possible', client_name: 'billing', reason: { code: 'konnect.dcr.interrupted' } },
    ])
    await expectNoUnseenHalf(world, fake)
  })
})

describe('deleting an application leaves nothing unseen', () => {
  const deletions: Mode[] = [
    { title: 'a refusal', meddling: { status: 403 }, clients: 1, orphans: [] },
    { title: 'a failure inside', meddling: { status: 500 }, clients: 1, orphans: [] },
    {
      title: 'an answer that is lost',
      ...{ meddling: { afterwards: 'cut' }, clients: 0, orphans: ['application possible'] },
    },
    {
      title: 'an answer that does not come in time',
      ...{ meddling: { afterwards: 'hang' }, clients: 0, orphans: ['application possible'] },
    },
  ]

  test.for(pairs(deletions).map(([kind, mode]) => ({ name: `${kind.type}: ${mode.title}`, kind, mode })))(
    '$name',
    async ({ kind, mode }, { at }) => {
      const { fake, world } = await at(kind)
      const { body } = await create(world)
      impatient(world, mode.meddling)
      fake.meddle('delete', mode.meddling)
      const refused = await world.v3.delete(`/applications/${body.id}`)
      expect([refused.status, refused.body.detail]).toEqual([400, 'Unable to delete the DCR application'])
      expect((await world.v3.get(`/applications/${body.id}`)).status).toBe(200)
      expect(fake.clients.size).toBe(mode.clients)
      expect(await told(world)).toEqual(mode.orphans)
      await expectNoUnseenHalf(world, fake)
      fake.meddle('delete', undefined)
      world.konnect.levers.behaviour.reset()
      await expectGone(world, fake, body.id)
    },
  )

  test.for(kinds)('$type: a crash after the client went is told after the start', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await create(world)
    const state = world.konnect.levers.state
    let asItStood: unknown
    fake.meddle('delete', {
      async meanwhile() {
        asItStood = await state.snapshot({ secrets: true })
      },
    })
    await world.v3.delete(`/applications/${body.id}`)
    await state.restore(asItStood)
    fake.meddle('delete', undefined)
    expect(await orphansOf(world)).toMatchObject([
      { alone: 'application', certainty: 'possible', application_id: body.id, client_id: body.client_id },
    ])
    await expectNoUnseenHalf(world, fake)
    await expectGone(world, fake, body.id)
  })

  test.for(kinds)('$type: a client that may be forgotten is listed', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    const { body } = await create(world)
    world.konnect.levers.behaviour.change({ idpDeleteFailure: 'forget' })
    fake.meddle('delete', { status: 500 })
    const { status, warnings } = await world.v3.delete(`/applications/${body.id}`)
    expect([status, warnings]).toEqual([204, [expect.stringContaining(`${body.client_id} stays`)]])
    expect(await orphansOf(world)).toMatchObject([
      { alone: 'client', certainty: 'certain', client_id: body.client_id, application_id: body.id },
    ])
    await expectNoUnseenHalf(world, fake)
  })

  /** Deleting again works, also when the client went the first time; Curity says 401 then, which leaves a doubt. */
  async function expectGone(world: ProviderWorld, fake: AnyFake, id: string): Promise<void> {
    expect((await world.v3.delete(`/applications/${id}`)).status).toBe(204)
    expect([await world.applications(), fake.clients.size]).toEqual([[], 0])
    const left = await orphansOf(world)
    expect(left.filter(({ reason }) => reason?.code !== 'konnect.dcr.deletion-doubted')).toEqual([])
  }
})

describe('rotating a secret that fails keeps the application', () => {
  const meddlings: Meddling[] = [{ status: 400 }, { status: 500 }, { afterwards: 'cut' }]
  test.for(pairs(meddlings).map(([kind, meddling]) => ({ name: kind.type, kind, meddling })))(
    '$name: $meddling',
    async ({ kind, meddling }, { at }) => {
      const { fake, world } = await at(kind)
      const { body } = await create(world)
      fake.meddle('rotate', meddling)
      const { status, body: refused } = await world.v3.post(`/applications/${body.id}/regenerate-secret`)
      expect([status, refused.detail]).toEqual([400, 'Unable to refresh the secret of the DCR application'])
      expect(fake.clients.size).toBe(1)
      await expectNoUnseenHalf(world, fake)
    },
  )
})

describe('a registration whose answer was lost', () => {
  test.for(kinds)('$type: is sent once, unless the switch says more', async (kind, { at }) => {
    const { fake, world } = await at(kind)
    fake.meddle('create', { afterwards: 'cut' })
    await create(world)
    expect(fake.clients.size).toBe(1)
    world.konnect.levers.behaviour.change({ idpRetries: 2 })
    expect((await create(world)).status).toBe(400)
    expect(fake.clients.size).toBe(4)
    expect(await told(world)).toEqual(Array.from({ length: 4 }, () => 'client possible'))
  })
})
