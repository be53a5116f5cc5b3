import request from 'supertest'
import { describe, expect, onTestFinished, test } from 'vitest'
import { curityParts, konnectState } from '../harness/demo/start.ts'
import type { App } from '../kit/mock-server.ts'
import { buildMockCurity } from '../mock-curity/app.ts'
import { buildMockKonnect } from '../mock-konnect/app.ts'

interface Sent {
  what: string
  type: string
  body: string
}

const sent: Sent[] = [
  { what: 'half a JSON document', type: 'application/json', body: '{"name":' },
  { what: 'a JSON list', type: 'application/json', body: '[]' },
  { what: 'JSON null', type: 'application/json', body: 'null' },
  {
    what: 'members of wrong types',
    type: 'application/json',
    body: '{"name":{},"status":7,"labels":"x","grant_type":[]}',
  },
  { what: 'a very deep document', type: 'application/json', body: '['.repeat(20_000) + ']'.repeat(20_000) },
  { what: 'a prototype', type: 'application/json', body: '{"__proto__":{"a":1},"constructor":{"prototype":{}}}' },
  { what: 'a form', type: 'application/x-www-form-urlencoded', body: 'name=%ZZ&name=a&grant_type=&=' },
  { what: 'an unknown media type', type: 'application/x-nobody-knows', body: 'name' },
  { what: 'no media type', type: '', body: 'name' },
  { what: 'two megabytes', type: 'application/json', body: `{"name":"${'x'.repeat(2 * 1024 * 1024)}"}` },
]

const credentials = [
  {},
  { authorization: 'Bearer kpat_demo' },
  { authorization: `Basic ${btoa('konnect-dcr:konnect-dcr-secret')}` },
  { authorization: `Basic ${btoa('admin:admin-password')}` },
  { authorization: 'Basic ===' },
]

async function listening(app: App): Promise<string[]> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  const { body } = await request(app.server).get('/_mock/faults/routes')
  return body.routes
}

/** Calls every route with everything, and gives what was answered in no form of the product's. */
async function strangeAnswers(
  app: App,
  routes: string[],
  isOwnForm: (answer: request.Response, route: string) => boolean,
) {
  const strange: string[] = []
  for (const route of routes) {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000').replace('*', 'x')
    if (pattern.includes('_cluster')) continue // a stream that stays open
    for (const headers of credentials) {
      for (const { what, type, body } of method === 'GET' ? [{ what: 'nothing', type: '', body: '' }] : sent) {
        const call = request(app.server)[method.toLowerCase() as 'post'](path).set(headers).redirects(0)
        if (type) call.set('content-type', type)
        // A server may refuse before it has read everything; then the connection ends under our hands.
        const answer = await call.send(body).catch((error: { code?: string }) => error.code)
        if (
          typeof answer === 'string'
            ? answer !== 'EPIPE' && answer !== 'ECONNRESET'
            : !isOwnForm(answer as request.Response, route)
        ) {
          strange.push(
            `${route} with ${what}: ${typeof answer === 'string' ? answer : (answer as request.Response).status}`,
          )
        }
      }
    }
  }
  return strange
}

const isPage = (route: string) => route.includes(' /portal')

const demoState = () =>
  konnectState(
    {},
    {
      issuers: { provider: 'http://127.0.0.1:9', strategy: 'http://127.0.0.1:9' },
      upstream: 'http://127.0.0.1:9',
      now: 0,
    },
  )

describe('every route takes everything, and refuses in its own words', () => {
  test('mock-konnect: problem documents; OAuth errors at Kong Identity, the data plane configuration with its own 401', async () => {
    const { app } = buildMockKonnect({ initialState: await demoState() })
    const routes = (await listening(app)).filter((route) => !isPage(route))
    expect(routes.length).toBeGreaterThan(100)
    const strange = await strangeAnswers(app, routes, ({ status, headers, text }, route) => {
      if (status < 400) return true
      if (route.includes(' /konnect/')) return status < 500 && text.includes('role="alert"')
      if (route.includes(' /identity/')) return status < 500 && /^\{"error":"[a-z_]+","error_description":"/.test(text)
      if (status === 401 && /core-entities|expected-config-hash/.test(route)) {
        return /^\{"message":"(Unauthorized|No API key found in request)","status":401\}$/.test(text)
      }
      return (
        status < 500 &&
        headers['content-type'] === 'application/problem+json; charset=utf-8' &&
        text.includes('kong:trace:')
      )
    })
    expect(strange).toEqual([])
  })

  test('mock-konnect: pages of the portals, and of their refusals', async () => {
    const { app } = buildMockKonnect({ initialState: await demoState() })
    const routes = (await listening(app)).filter(isPage)
    expect(routes.length).toBeGreaterThan(50)
    const strange = await strangeAnswers(app, routes, ({ status, headers, text }) => {
      if (status < 400) return true
      return (
        status < 500 && headers['content-type'] === 'text/html; charset=utf-8' && text.startsWith('<!doctype html>')
      )
    })
    expect(strange).toEqual([])
  })

  test('mock-curity: OAuth errors, or nothing', async () => {
    const { app } = await buildMockCurity({ configuration: curityParts({}) })
    const routes = (await listening(app)).filter((route) => !route.includes('/admin/'))
    expect(routes.length).toBeGreaterThan(15)
    const strange = await strangeAnswers(app, routes, ({ status, headers, text }) => {
      if (status < 400) return true
      const isPage = String(headers['content-type']).startsWith('text/html')
      return status < 500 && (text === '' || isPage || /^\{"error":"[a-z_]+"/.test(text))
    })
    expect(strange).toEqual([])
  })
  test('the admin port of mock-curity: RESTCONF errors or nothing, and pages of the admin UI', async () => {
    const { app, admin } = await buildMockCurity({ configuration: curityParts({}) })
    const routes = (await listening(app)).filter((route) => route.includes('/admin/'))
    await admin.listen({ port: 0, host: '127.0.0.1' })
    expect(routes.length).toBeGreaterThan(10)
    const strange = await strangeAnswers(admin, routes, ({ status, text }) => {
      if (status < 400) return true
      if (text?.startsWith('<!doctype html>')) return status < 500
      return status < 500 && (!text || text.startsWith('{"ietf-restconf:errors":{"error":[{"error-type":'))
    })
    expect(strange).toEqual([])
  })
})
