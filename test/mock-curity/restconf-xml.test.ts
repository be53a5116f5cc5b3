import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { call, clientsPath, restconf, restconfPath } from './admin-calls.ts'
import { curity } from './rig.ts'

const xml = { 'content-type': 'application/yang-data+xml', accept: 'application/yang-data+xml' }

const portal = `<client xmlns="https://curity.se/ns/conf/profile/oauth">
  <id>portal-dcr</id><client-name>Portal &amp; DCR</client-name><secret>portal-secret</secret><enabled>true</enabled>
  <scope>email</scope><scope>openid</scope><access-token-ttl>60</access-token-ttl>
  <capabilities><client-credentials/></capabilities>
</client>`

test('a client is created, read and used as XML', async () => {
  const rig = await curity()
  expect(await restconf(rig, 'POST', clientsPath, portal, xml)).toMatchObject({ status: 201 })
  expect(await rig.token({ scope: 'email' }, basicAuthorization('portal-dcr', 'portal-secret'))).toMatchObject({
    status: 200,
    body: { expires_in: 60, scope: 'email' },
  })
  const answer = await restconf(rig, 'GET', `${clientsPath}/client=portal-dcr`, undefined, xml)
  expect(answer.headers['content-type']).toContain('application/yang-data+xml')
  expect(answer.text.replace(/<secret>\$5\$[^<]+</, '<secret>(hash)<')).toBe(
    '<client xmlns="https://curity.se/ns/conf/profile/oauth"><id>portal-dcr</id><client-name>Portal &#38; DCR</client-name>' +
      '<enabled>true</enabled><secret>(hash)</secret><capabilities><client-credentials/></capabilities>' +
      '<scope>email</scope><scope>openid</scope><access-token-ttl>60</access-token-ttl></client>',
  )
})

test('a namespace stands where the module changes', async () => {
  const answer = await restconf(await curity(), 'GET', 'base:profiles', undefined, xml)
  expect(answer.text).toMatch(
    /^<profiles xmlns="https:\/\/curity\.se\/ns\/conf\/base"><profile><id>token-service<\/id><type>/,
  )
  expect(answer.text).toContain(
    '<settings><authorization-server xmlns="https://curity.se/ns/conf/profile/oauth"><client-capabilities>',
  )
})

test('the whole configuration is written and taken as XML', async () => {
  const rig = await curity()
  const { text } = await restconf(rig, 'GET', '', undefined, xml)
  const json = (await restconf(rig, 'GET', '')).body
  expect(await restconf(rig, 'PUT', '', text, xml)).toMatchObject({ status: 204 })
  expect((await restconf(rig, 'GET', '')).body).toEqual(json)
  expect(await rig.token()).toMatchObject({ status: 200 })
})

test.for([
  ['no XML', 'client'],
  ['an open element', '<client><id>a</client>'],
  ['two roots', '<client/><client/>'],
  ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><client><id>&b;</id></client>'],
  ['nothing', ''],
] as const)('%s is refused, in XML', async ([, body]) => {
  const answer = await restconf(await curity(), 'POST', clientsPath, body, xml)
  expect(answer).toMatchObject({ status: 400, reason: 'curity.admin.malformed-body' })
  expect(answer.text).toMatch(
    /^<errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><error><error-type>application<\/error-type><error-tag>malformed-message</,
  )
})

test('several entries fit into no document', async () => {
  expect(await restconf(await curity(), 'GET', `${clientsPath}/client`, undefined, xml)).toMatchObject({ status: 400 })
})

test('the API says what it is', async () => {
  const rig = await curity()
  const headers = { authorization: basicAuthorization('admin', 'admin-password') }
  expect((await call(rig, 'GET', restconfPath, { headers })).body).toEqual({
    'ietf-restconf:restconf': { data: {}, operations: {}, 'yang-library-version': '2019-01-04' },
  })
  expect(
    (await call(rig, 'GET', `${restconfPath}/yang-library-version`, { headers: { ...headers, ...xml } })).text,
  ).toBe('<yang-library-version xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf">2019-01-04</yang-library-version>')
  expect((await call(rig, 'GET', `${restconfPath}/operations`, { headers })).body).toEqual({
    'ietf-restconf:operations': { 'dcr-harness:commit': [null], 'dcr-harness:discard': [null] },
  })
  expect(await call(rig, 'OPTIONS', `${restconfPath}/data/profiles`, { headers })).toMatchObject({
    status: 204,
    headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' },
  })
})
