import { describe, expect, test } from 'vitest'
import type { Route, Service } from '../../gateway-sim/configuration/entities.ts'
import { escapesAreWhole, normalPath } from '../../gateway-sim/routing/normal-path.ts'
import { Router } from '../../gateway-sim/routing/router.ts'
import { targetOf } from '../../gateway-sim/routing/target.ts'
import { upstreamPath } from '../../gateway-sim/routing/upstream-path.ts'

const base: Omit<Route, 'id'> = { protocols: ['http'], strip_path: true, preserve_host: false, service: null }
const routes = (...given: Partial<Route>[]): Route[] => given.map((route, at) => ({ id: `r${at}`, ...base, ...route }))
const found = (
  given: Route[],
  url: string,
  { method = 'GET', host = 'api.test', ...headers }: Record<string, string> = {},
) => new Router(given).match(targetOf(method, url, { host, ...headers }))?.route.id

describe('a route', () => {
  test('takes every path that begins with its path', () => {
    const given = routes({ paths: ['/foo'] })
    expect([found(given, '/foo'), found(given, '/foobar'), found(given, '/foo/x?y'), found(given, '/fo')]).toEqual([
      'r0',
      'r0',
      'r0',
      undefined,
    ])
  })

  test('takes a regular expression from the start of the path', () => {
    const given = routes({ paths: ['~/orders/(?P<id>\\d+)$'] })
    expect([found(given, '/orders/42'), found(given, '/x/orders/42'), found(given, '/orders/a')]).toEqual([
      'r0',
      undefined,
      undefined,
    ])
  })

  test('takes hosts without case and port, and wildcards at either end', () => {
    const given = routes({ hosts: ['API.test'] }, { hosts: ['*.example.com'] }, { hosts: ['shop.*'] })
    expect(found(given, '/', { host: 'api.test:8000' })).toBe('r0')
    expect(found(given, '/', { host: 'a.b.example.com' })).toBe('r1')
    expect(found(given, '/', { host: 'shop.org' })).toBe('r2')
    expect(found(given, '/', { host: 'example.com' })).toBeUndefined()
  })

  test('takes a host with the port that it names, 80 or 443 when the caller names none', () => {
    const given = routes({ hosts: ['a.test:8443'] }, { hosts: ['b.test:443', '*.c.test:80'] })
    expect([found(given, '/', { host: 'a.test:8443' }), found(given, '/', { host: 'a.test' })]).toEqual([
      'r0',
      undefined,
    ])
    expect([found(given, '/', { host: 'b.test' }), found(given, '/', { host: 'x.c.test' })]).toEqual([undefined, 'r1'])
    const overTls = (host: string) => new Router(given).match(targetOf('GET', '/', { host }, { scheme: 'https' }))
    expect([overTls('b.test')?.route.id, overTls('x.c.test')?.route.id]).toEqual(['r1', undefined])
  })

  test('takes its server names over TLS, and every request over http', () => {
    const given = routes({ snis: ['API.test.'] })
    const names = [undefined, 'other.test', 'api.test']
    const match = (sni: string | undefined) =>
      new Router(given).match(targetOf('GET', '/', {}, { scheme: 'https', sni }))?.route.id
    expect(names.map(match)).toEqual([undefined, undefined, 'r0'])
    expect(found(given, '/')).toBe('r0')
  })

  test('written as an expression is left out and named', () => {
    const router = new Router(routes({ name: 'new', expression: 'http.path == "/"' }))
    expect(router.match(targetOf('GET', '/', {}))).toBeUndefined()
    expect(router.broken).toEqual(['route new is left out: gateway-sim does not simulate expressions of routes'])
  })

  test('takes its methods and header values only', () => {
    const given = routes({ methods: ['POST'], headers: { 'X-Version': ['2', '3'] } })
    expect(found(given, '/', { method: 'POST', 'x-version': '3' })).toBe('r0')
    expect(found(given, '/', { method: 'GET', 'x-version': '3' })).toBeUndefined()
    expect(found(given, '/', { method: 'POST', 'x-version': '4' })).toBeUndefined()
  })

  test('takes a header by a pattern', () => {
    const given = routes({ headers: { 'x-version': ['~*^v[12]$'] } })
    expect([found(given, '/', { 'x-version': 'V2' }), found(given, '/', { 'x-version': 'v3' })]).toEqual([
      'r0',
      undefined,
    ])
  })

  test('with a pattern that does not compile is left out and named', () => {
    const router = new Router(routes({ name: 'broken', paths: ['~/('] }, { paths: ['/'] }))
    expect(router.match(targetOf('GET', '/', {}))?.route.id).toBe('r1')
    expect(router.broken).toEqual([expect.stringMatching(/^route broken is left out: Invalid regular expression/)])
  })
})

test.for<[string, Partial<Route>[], string, Record<string, string>?]>([
  ['more kinds of attributes', [{ paths: ['/foo/bar'] }, { paths: ['/foo'], methods: ['GET'] }], '/foo/bar'],
  [
    'plain hosts',
    [
      { hosts: ['*.test'], paths: ['/foo/b'] },
      { hosts: ['api.test'], paths: ['/foo'] },
    ],
    '/foo/bar',
  ],
  [
    'more headers',
    [
      { headers: { a: ['1'] }, paths: ['/foo/bar'] },
      { headers: { a: ['1'], b: ['2'] }, paths: ['/foo'] },
    ],
    '/foo/bar',
    { a: '1', b: '2' },
  ],
  ['a regular expression', [{ paths: ['/foo/bar'] }, { paths: ['~/foo'] }], '/foo/bar'],
  [
    'the higher regex_priority',
    [
      { paths: ['~/foo/b'], regex_priority: 1 },
      { paths: ['~/f'], regex_priority: 2 },
    ],
    '/foo/bar',
  ],
  ['the longer prefix', [{ paths: ['/foo'] }, { paths: ['/foo/bar'] }], '/foo/bar'],
  [
    'the older route',
    [
      { paths: ['/foo'], created_at: 2 },
      { paths: ['/foo'], created_at: 1 },
    ],
    '/foo',
  ],
  ['the longer prefix of several paths', [{ paths: ['/foo/ba'] }, { paths: ['/x', '/foo/bar'] }], '/foo/bar'],
])('%s goes first', ([, given, url, headers]) => {
  expect(found(routes(...given), url, headers)).toBe('r1')
})

test.for<[Partial<Route>, string | null, string, string]>([
  [{ paths: ['/foo'] }, null, '/foo', '/'],
  [{ paths: ['/foo'] }, null, '/foo/', '/'],
  [{ paths: ['/foo'] }, '/s', '/foo', '/s'],
  [{ paths: ['/foo'] }, '/s', '/foo/', '/s/'],
  [{ paths: ['/foo'] }, '/s', '/foobar', '/s/bar'],
  [{ paths: ['/foo'] }, '/s/', '/foo/bar', '/s/bar'],
  [{ paths: ['/foo/'] }, '/s', '/foo/bar', '/s/bar'],
  [{ paths: ['/foo'], strip_path: false }, '/s', '/foo/bar', '/s/foo/bar'],
  [{ paths: ['~/foo/\\d+'] }, '/s', '/foo/42/bar', '/s/bar'],
  [{}, '/s', '/foo/bar', '/s/foo/bar'],
  [{ paths: ['/foo'], path_handling: 'v1' }, '/s', '/foobar', '/sbar'],
  [{ paths: ['/foo'], path_handling: 'v1' }, '/s', '/foo/bar', '/s/bar'],
  [{ paths: ['/foo'], path_handling: 'v1', strip_path: false }, '/s', '/foo/bar', '/sfoo/bar'],
  [{ paths: ['/foo'], path_handling: 'v1' }, '/s', '/foo', '/s'],
  [{ paths: ['/foo/'], path_handling: 'v1' }, '/s', '/foo/bar', '/sbar'],
  [{ paths: ['/foo/'], path_handling: 'v1' }, '/s', '/foo/', '/s'],
  [{ paths: ['/foo/'], path_handling: 'v1', strip_path: false }, '/s', '/foo/', '/sfoo/'],
  [{ paths: ['/foo/'], strip_path: false }, '/s', '/foo/', '/s/foo/'],
  [{ paths: ['/foo/'] }, '/s', '/foo/', '/s/'],
  [{ paths: ['/foo'] }, '/s/', '/foo', '/s'],
  [{ paths: ['/foo'], strip_path: false }, '/s/', '/foo', '/s/foo'],
])('joins %j on %s for %s as %s', ([given, path, url, expected]) => {
  const [route] = routes(given)
  const match = route && new Router([route]).match(targetOf('GET', url, {}))
  // Of a service only its path is looked at here.
  expect(match && upstreamPath(match.route, { path } as Service, url, match.matched)).toBe(expected)
})

test.for([
  ['/a/./b/../c', '/a/c'],
  ['/../..', '/'],
  ['/a//b///c', '/a/b/c'],
  ['/%6frders/%2f', '/orders/%2F'],
  ['/a/%2e%2e/b', '/b'],
  ['/a/..', '/'],
  ['/a/b/.', '/a/b/'],
  ['/.well-known', '/.well-known'],
])('sees %s as %s', ([sent = '', seen]) => {
  expect(normalPath(sent)).toBe(seen)
})

test('an escape needs two hexadecimal digits', () => {
  expect(['/%20', '/%zz', '/%2', '/%'].map(escapesAreWhole)).toEqual([true, false, false, false])
})
