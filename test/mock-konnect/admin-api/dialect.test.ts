import { describe, expect } from 'vitest'
import { buildMockKonnect } from '../../../mock-konnect/app.ts'
import { problem, refusal, test } from './konnect.ts'

const problemType = 'application/problem+json; charset=utf-8'
const token = { authorization: 'Bearer kpat_demo' }

describe('the token', () => {
  test.for([
    [undefined, 'konnect.token-missing'],
    ['Basic a3BhdDpkZW1v', 'konnect.token-missing'],
    ['Bearer', 'konnect.token-missing'],
    ['Bearer kpat_other', 'konnect.token-unknown'],
    ['Bearer kpat_demo2', 'konnect.token-unknown'],
    ['kpat_demo', 'konnect.how-to.bare-token'],
  ] as const)('%s is refused: %s', async ([authorization, code], { konnect }) => {
    const headers = { 'x-harness-explain': '1', ...(authorization && { authorization }) }
    const answer = await konnect.app.inject({ url: '/v2/dcr-providers', headers })
    expect({
      status: answer.statusCode,
      type: answer.headers['content-type'],
      body: answer.json(),
      reason: answer.headers['x-harness-reason'],
    }).toEqual({ status: 401, type: problemType, body: problem(401, 'Unauthorized'), reason: code })
  })

  test('is taken with the scheme in any case', async ({ konnect }) => {
    const headers = { authorization: 'bearer kpat_demo' }
    expect((await konnect.app.inject({ url: '/v2/dcr-providers', headers })).statusCode).toBe(200)
  })

  test('bare, as a how-to prints it, is taken with compat docs and a warning', async ({ konnect }) => {
    konnect.levers.behaviour.change({ compat: 'docs' })
    const url = '/v2/dcr-providers'
    expect((await konnect.app.inject({ url, headers: { authorization: 'kpat_demo' } })).statusCode).toBe(200)
    expect(konnect.levers.exchanges.list().at(-1)?.warnings).toEqual([
      "the vendor's how-to prints `Authorization: kpat_…` without a scheme; the API takes `Authorization: Bearer kpat_…`; `--compat docs` accepts it",
    ])
    expect((await konnect.app.inject({ url, headers: { authorization: 'kpat_other' } })).statusCode).toBe(401)
  })

  test('never reaches an exchange', async ({ konnect }) => {
    await konnect.app.inject({ url: '/v2/dcr-providers', headers: { authorization: 'kpat_demo' } })
    await konnect.app.inject({ url: '/v2/dcr-providers', headers: token })
    expect(JSON.stringify(konnect.levers.exchanges.list())).not.toContain('kpat_demo')
  })
})

describe('what no route takes', () => {
  const url = '/v2/dcr-providers'
  const json = { ...token, 'content-type': 'application/json' }
  const malformed = refusal({ field: 'body', reason: '"body" must be valid JSON', rule: 'invalid', source: 'body' })
  const noObject = refusal({ field: 'body', reason: '"body" must be an object', rule: 'is_object', source: 'body' })
  const media = { ...refusal(), detail: 'Unsupported Media Type' }

  test.for([
    ['an unknown path', { url: '/v2/dcr-provider', headers: token }, problem(404, 'Not Found'), 'konnect.unknown-path'],
    ['another root', { url: '/nothing' }, problem(404, 'Not Found'), 'konnect.unknown-path'],
    ['another method', { method: 'PUT', url, headers: token }, problem(404, 'Not Found'), 'konnect.method-not-served'],
    [
      'malformed JSON',
      { method: 'POST', url, headers: json, payload: '{"name":' },
      malformed,
      'konnect.body-malformed',
    ],
    [
      'a poisoned prototype',
      { method: 'POST', url, headers: json, payload: '{"__proto__":1}' },
      malformed,
      'konnect.body-malformed',
    ],
    ['a list', { method: 'POST', url, headers: json, payload: '[1]' }, noObject, 'konnect.invalid-parameters'],
    ['null', { method: 'POST', url, headers: json, payload: 'null' }, noObject, 'konnect.invalid-parameters'],
    ['no body', { method: 'POST', url, headers: token }, noObject, 'konnect.invalid-parameters'],
    [
      'text',
      { method: 'POST', url, headers: { ...token, 'content-type': 'text/plain' }, payload: 'a' },
      media,
      'konnect.unsupported-media-type',
    ],
    [
      'too much',
      { method: 'POST', url, headers: json, payload: `{"name":"${'x'.repeat(1024 * 1024)}"}` },
      problem(413, 'Payload Too Large'),
      'konnect.body-too-large',
    ],
  ] as const)('%s', async ([, call, body, code], { konnect }) => {
    const headers = { 'x-harness-explain': '1', ...('headers' in call ? call.headers : {}) }
    const answer = await konnect.app.inject({ ...call, headers })
    expect({
      status: answer.statusCode,
      type: answer.headers['content-type'],
      body: answer.json(),
      reason: answer.headers['x-harness-reason'],
    }).toEqual({ status: body.status, type: problemType, body, reason: code })
  })

  test('a body that is nested without end', async ({ konnect }) => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const payload = `{"configs":{"openid-connect":{"session_secret":${deep}}}}`
    const create = { method: 'POST', url: '/v2/application-auth-strategies', headers: json, payload } as const
    const answer = await konnect.app.inject(create)
    const reason = '"body" is nested too deeply'
    expect(answer.json()).toEqual(refusal({ field: 'body', reason, rule: 'invalid', source: 'body' }))
    const [strategy] = (await konnect.app.inject({ url: create.url, headers: token })).json().data
    const update = await konnect.app.inject({ ...create, method: 'PATCH', url: `${create.url}/${strategy.id}` })
    expect(update.statusCode).toBe(400)
  })

  test('a URL that cannot be decoded', async ({ konnect }) => {
    const answer = await konnect.app.inject({ url: '/v2/%zz', headers: token })
    expect({ type: answer.headers['content-type'], body: answer.json() }).toEqual({
      type: problemType,
      body: { ...problem(400, 'Invalid Request', 'Invalid URL'), invalid_parameters: [] },
    })
  })

  test('text for a publication, for which no 415 is described', async ({ konnect }) => {
    const headers = { ...token, 'content-type': 'text/plain' }
    const url = '/v3/apis/some/publications/some'
    expect((await konnect.app.inject({ method: 'PUT', url, headers, payload: 'a' })).statusCode).toBe(400)
    expect(
      (await konnect.app.inject({ method: 'PATCH', url: '/v3/apis/some', headers, payload: 'a' })).statusCode,
    ).toBe(415)
  })

  test('a failure inside tells nothing of itself', async () => {
    const { app } = buildMockKonnect()
    app.get('/fails', async () => {
      throw new Error('kpat_demo was here')
    })
    const answer = await app.inject({ url: '/fails' })
    expect(answer.json()).toEqual(problem(500, 'Internal Server Error', 'An unexpected error occurred'))
    await app.close()
  })
})
