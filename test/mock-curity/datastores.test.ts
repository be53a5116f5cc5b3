import { describe, expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { clientsPath, restconf, serverPath } from './admin-calls.ts'
import { curity } from './rig.ts'

const portal = { id: 'portal-dcr', secret: 'portal-secret', capabilities: { 'client-credentials': [null] } }
const portalPath = `${clientsPath}/client=portal-dcr`
const portalBasic = basicAuthorization('portal-dcr', 'portal-secret')

describe('the datastores of RFC 8527', () => {
  const candidate = (path: string) => `../ds/ietf-datastores:candidate/${path}`
  const running = (path: string) => `../ds/ietf-datastores:running/${path}`

  test('what changes in the candidate waits for a commit, whatever the switch says', async () => {
    const rig = await curity()
    expect(await restconf(rig, 'PUT', candidate(portalPath), { client: portal })).toMatchObject({ status: 201 })
    expect(await restconf(rig, 'GET', candidate(portalPath))).toMatchObject({ status: 200 })
    expect(await restconf(rig, 'GET', running(portalPath))).toMatchObject({ status: 404 })
    expect(await restconf(rig, 'GET', portalPath)).toMatchObject({ status: 404 })
    expect(await rig.token({}, portalBasic)).toMatchObject({ status: 401 })
    await restconf(rig, 'POST', '../operations/dcr-harness:commit')
    expect(await rig.token({}, portalBasic)).toMatchObject({ status: 200 })
  })

  test('what is changed at once leaves what is staged staged, and stands in it too', async () => {
    const rig = await curity()
    await restconf(rig, 'PUT', candidate(portalPath), { client: portal })
    const other = `${clientsPath}/client=other`
    await restconf(rig, 'PUT', other, { client: { id: 'other' } })
    expect(await restconf(rig, 'GET', running(other))).toMatchObject({ status: 200 })
    expect(await restconf(rig, 'GET', running(portalPath))).toMatchObject({ status: 404 })
    expect(await restconf(rig, 'GET', candidate(other))).toMatchObject({ status: 200 })
    await restconf(rig, 'POST', '../operations/dcr-harness:commit')
    expect(await restconf(rig, 'GET', other)).toMatchObject({ status: 200 })
    expect(await restconf(rig, 'GET', portalPath)).toMatchObject({ status: 200 })
  })

  test('a commit is refused when what it names is gone by then, and stays staged', async () => {
    const rig = await curity()
    await restconf(rig, 'PUT', portalPath, { client: portal })
    const listed = `${serverPath}/dynamic-client-registration/client-management`
    const managed = { 'client-management': { 'management-clients': ['portal-dcr'] } }
    expect(await restconf(rig, 'PUT', candidate(listed), managed)).toMatchObject({ status: 204 })
    expect(await restconf(rig, 'DELETE', portalPath)).toMatchObject({ status: 204 })
    const refused = await restconf(rig, 'POST', '../operations/dcr-harness:commit')
    expect(refused).toMatchObject({ status: 400, reason: 'curity.admin.invalid-value' })
    expect(refused.text).toContain('names nothing')
    expect(await restconf(rig, 'GET', candidate(listed))).toMatchObject({
      body: { 'profile-oauth:client-management': { 'management-clients': ['portal-dcr'] } },
    })
  })

  test('what runs is only read', async () => {
    const rig = await curity()
    expect(await restconf(rig, 'PUT', running(portalPath), { client: portal })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    })
    expect((await restconf(rig, 'OPTIONS', running(''))).headers.allow).toBe('GET, HEAD, OPTIONS')
  })

  test('a datastore that is none is not found', async () => {
    expect(await restconf(await curity(), 'GET', '../ds/ietf-datastores:runing')).toMatchObject({
      status: 404,
      body: {
        'ietf-restconf:errors': {
          error: [
            {
              'error-type': 'application',
              'error-tag': 'invalid-value',
              'error-message': 'unknown datastore: runing (did you mean "running"?)',
            },
          ],
        },
      },
    })
  })
})
