import { expect, test } from 'vitest'
import { restconf } from './admin-calls.ts'
import { curity, issuer } from './rig.ts'

const path = '/.well-known/webfinger'
const relation = 'http://openid.net/specs/connect/1.0/issuer'
const on = {
  configuration: {
    environments: { environment: { services: { 'service-role': [{ id: 'default', webfinger: {} }] } } },
  },
}
const ask = (parameters: readonly (readonly [string, string])[]) =>
  `${path}?${new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]))}`

test.for([
  [[['resource', 'acct:alice@curity.test']], [{ rel: relation, href: issuer }]],
  [
    [
      ['resource', 'https://curity.test/alice'],
      ['rel', relation],
    ],
    [{ rel: relation, href: issuer }],
  ],
  [
    [
      ['resource', 'acct:alice@curity.test'],
      ['rel', 'http://other.test/'],
      ['rel', relation],
    ],
    [{ rel: relation, href: issuer }],
  ],
  [
    [
      ['resource', 'acct:alice@curity.test'],
      ['rel', 'http://other.test/'],
    ],
    [],
  ],
] as const)('tells whoever asks about an account where the issuer is: %j', async ([parameters, links]) => {
  const { call } = await curity(on)
  const answer = await call('GET', ask(parameters))
  expect([answer.status, answer.headers['content-type'], answer.headers['access-control-allow-origin']]).toEqual([
    200,
    'application/jrd+json; charset=utf-8',
    '*',
  ])
  expect(answer.body).toEqual({ subject: parameters[0][1], links })
})

test.for([
  [],
  [['resource', '']],
  [['resource', 'alice']],
  [
    ['resource', 'acct:a'],
    ['resource', 'acct:b'],
  ],
] as const)('a question about nothing, or about several at once, is refused: %j', async (parameters) => {
  const { call } = await curity(on)
  expect(await call('GET', ask(parameters as readonly (readonly [string, string])[]))).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
    reason: 'curity.request.invalid',
  })
})

test('it is off unless a service role has the leaf, whatever the method; and it is switched over RESTCONF', async () => {
  const rig = await curity()
  const url = ask([['resource', 'acct:alice@curity.test']])
  for (const method of ['GET', 'POST']) {
    expect(await rig.call(method, url)).toMatchObject({ status: 404, text: '', reason: 'curity.path.webfinger-off' })
  }
  const leaf = 'base:environments/environment/services/service-role=default/webfinger'
  expect(await restconf(rig, 'PUT', leaf, { 'base:webfinger': [null] })).toMatchObject({ status: 201 })
  expect(await rig.call('GET', url)).toMatchObject({ status: 200 })
  expect(await rig.call('POST', url)).toMatchObject({ status: 405, headers: { allow: 'GET' } })
  expect(await restconf(rig, 'DELETE', leaf)).toMatchObject({ status: 204 })
  expect(await rig.call('GET', url)).toMatchObject({ status: 404 })
})
