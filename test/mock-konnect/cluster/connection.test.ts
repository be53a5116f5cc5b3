import { describe, expect } from 'vitest'
import { demo } from '../portal-world.ts'
import { connectDataPlane } from './data-plane.ts'
import { test } from './listening-world.ts'

const hash = expect.stringMatching(/^[0-9a-f]{32}$/)

describe('the configuration stream', () => {
  test('ends when the server closes', async ({ dataPlane, konnect }) => {
    await dataPlane.next()
    await konnect.app.close()
    expect(await dataPlane.next()).toBeUndefined()
  })

  test('ends when its control plane is deleted', async ({ url, operator, konnect }) => {
    const { body } = await operator.post('/v2/control-planes', { name: 'short-lived' })
    const dataPlane = await connectDataPlane(url, { controlPlane: 'short-lived' })
    expect(await dataPlane.next()).toMatchObject({
      type: 'full',
      entities: { services: [], guards: [], applications: [] },
    })
    await operator.delete(`/v2/control-planes/${body.id}`)
    expect(await dataPlane.next()).toBeUndefined()
    expect((await konnect.app.inject('/_mock/configuration?control_plane=short-lived')).statusCode).toBe(404)
  })

  test('is refused without a good token, and for an unknown control plane', async ({ konnect }) => {
    const path = '/_cluster/v1/configuration?control_plane='
    const headers = { authorization: 'Bearer kpat_demo' }
    const answers = await Promise.all([
      konnect.app.inject(`${path}default`),
      konnect.app.inject({ url: `${path}default`, headers: { authorization: 'Bearer other' } }),
      konnect.app.inject({ url: `${path}nowhere`, headers }),
      konnect.app.inject({ url: '/_cluster/v1/configuration', headers }),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 404, 400])
    const types = new Set(answers.map(({ headers }) => headers['content-type']))
    expect([...types]).toEqual(['application/problem+json; charset=utf-8'])
  })
})

describe('the position', () => {
  test('counts every change so far, and its hash is a function of control plane and version', async ({
    konnect,
    v3,
    operator,
  }) => {
    const read = async () => (await konnect.app.inject('/_mock/configuration?control_plane=default')).json()
    const first = await read()
    expect(first).toEqual({ version: 1, hash, data_planes: 0 })
    await v3.post('/applications', { name: 'billing' })
    const second = await read()
    expect(second).toEqual({ version: 2, hash, data_planes: 0 })
    expect(second.hash).not.toBe(first.hash)
    const { body } = await operator.get(`/v2/control-planes/${demo.ids.controlPlane}/expected-config-hash`)
    expect(body).toEqual({ expected_hash: second.hash, created_at: 1767225600, updated_at: 1767225600 })
  })

  test('is for loopback only', async ({ konnect }) => {
    const answer = await konnect.app.inject({ url: '/_mock/configuration', remoteAddress: '10.0.0.1' })
    expect(answer.statusCode).toBe(403)
  })
})
