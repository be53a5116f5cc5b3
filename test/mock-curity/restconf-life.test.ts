import { describe, expect, test } from 'vitest'
import { restconf } from './admin-calls.ts'
import { type Noun, nouns } from './restconf-nouns.ts'
import { curity } from './rig.ts'

const hashed = expect.stringMatching(/^\$5\$/)
/** Secrets are shown as hashes. */
const shown = (value: object) => ('secret' in value ? { ...value, secret: hashed } : value)
/** What is read: an entry of a list stands in a list (RFC 7951 §5.4). */
const read = ({ step, label }: Noun, value: object) => ({ [label]: step.includes('=') ? [shown(value)] : shown(value) })

describe.for(Object.entries(nouns))('%s', ([, noun]) => {
  const { parent, step, label, first, second, patch, patched, effect, effects } = noun
  const place = `${parent}/${step}`

  test('is put, read, replaced, changed and deleted; each with effect at once', async () => {
    const rig = await curity()
    if ((await restconf(rig, 'GET', place)).status === 200) {
      expect(await restconf(rig, 'DELETE', place)).toMatchObject({ status: 204, text: '' })
    }
    expect(await restconf(rig, 'GET', place)).toMatchObject({ status: 404, reason: 'curity.admin.data-missing' })
    expect(await restconf(rig, 'PATCH', place, { [label]: patch })).toMatchObject({ status: 404 })
    expect(await effect(rig)).toEqual(effects[0])

    expect(await restconf(rig, 'PUT', place, { [label]: first })).toMatchObject({ status: 201, text: '' })
    expect((await restconf(rig, 'GET', place)).body).toEqual(read(noun, first))
    expect(await effect(rig)).toEqual(effects[1])

    expect(await restconf(rig, 'PUT', place, { [label]: second })).toMatchObject({ status: 204, text: '' })
    expect((await restconf(rig, 'GET', place)).body).toEqual(read(noun, second))
    expect(await effect(rig)).toEqual(effects[2])

    expect(await restconf(rig, 'PATCH', place, { [label]: patch })).toMatchObject({ status: 204, text: '' })
    expect((await restconf(rig, 'GET', place)).body).toEqual(read(noun, patched))
    expect(await effect(rig)).toEqual(effects[3])

    expect(await restconf(rig, 'DELETE', place)).toMatchObject({ status: 204, text: '' })
    expect(await restconf(rig, 'DELETE', place)).toMatchObject({ status: 404, reason: 'curity.admin.data-missing' })
    expect(await effect(rig)).toEqual(effects[0])
  })

  test('is posted once, and found at its Location', async () => {
    const rig = await curity()
    await restconf(rig, 'DELETE', place)
    const answer = await restconf(rig, 'POST', parent, { [label]: first })
    expect([answer.status, answer.text]).toEqual([201, ''])
    const location = new URL(String(answer.headers.location)).pathname
    expect(decodeURIComponent(location)).toBe(decodeURIComponent(`/admin/api/restconf/data/${place}`))
    expect((await restconf(rig, 'GET', place)).body).toEqual(read(noun, first))
    expect(await restconf(rig, 'POST', parent, { [label]: first })).toMatchObject({
      status: 409,
      reason: 'curity.admin.data-exists',
    })
    expect(await effect(rig)).toEqual(effects[1])
  })

  test('is the same as XML: what is read is put back, and read as before', async () => {
    const rig = await curity()
    await restconf(rig, 'PUT', place, { [label]: second })
    const before = (await restconf(rig, 'GET', place)).body
    const xml = { accept: 'application/yang-data+xml', 'content-type': 'application/yang-data+xml' }
    const { text, headers } = await restconf(rig, 'GET', place, undefined, xml)
    expect(headers['content-type']).toBe('application/yang-data+xml')
    expect(await restconf(rig, 'PUT', place, { [label]: first })).toMatchObject({ status: 204 })
    expect(await restconf(rig, 'PUT', place, text, xml)).toMatchObject({ status: 204, text: '' })
    expect((await restconf(rig, 'GET', place)).body).toEqual(before)
    expect(await effect(rig)).toEqual(effects[2])
  })
})
