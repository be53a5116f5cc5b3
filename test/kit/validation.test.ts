import Type from 'typebox'
import { expect, test } from 'vitest'
import { accept, Complaints } from '../../kit/complaints.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { complaints, fits } from '../../kit/validation.ts'

const Settings = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    kind: Type.Optional(Type.Enum(['jwt', 'opaque'])),
    owner: Type.Optional(Type.Union([Type.Object({ id: Type.Integer() }), Type.Null()])),
    when: Type.Optional(Type.Union([Type.Integer(), Type.Boolean()])),
    how: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 3 }), Type.Array(Type.Object({ ms: Type.Integer() }))]),
    ),
    kinds: Type.Optional(Type.Array(Type.Union([Type.Literal('a'), Type.Literal('b')]))),
    release: Type.Optional(Type.String({ pattern: '^[0-9.]+$', examples: ['3.13', '3.4.3.1'] })),
    inner: Type.Optional(Type.Object({ 'a/b': Type.Optional(Type.Integer()) }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

test('what fits has no complaints', () => {
  const value = { name: 'a', kind: 'jwt', owner: null, when: true }
  expect([fits(Settings, value), complaints(Settings, value)]).toEqual([true, []])
})

test.for<[string, unknown, { path: string; expected: string }[]]>([
  ['not an object at all', null, [{ path: '', expected: 'must be object' }]],
  ['a list in place of an object', [], [{ path: '', expected: 'must be object' }]],
  ['a missing member', {}, [{ path: 'name', expected: 'is required' }]],
  ['an empty text', { name: '' }, [{ path: 'name', expected: 'must not have fewer than 1 characters' }]],
  ['a wrong choice', { name: 'a', kind: 'x' }, [{ path: 'kind', expected: 'must be one of jwt, opaque' }]],
  [
    'an unknown member',
    { name: 'a', knid: 'jwt' },
    [{ path: 'knid', expected: 'no such setting (did you mean "kind"?)' }],
  ],
  [
    'an unknown member further in',
    { name: 'a', inner: { 'a-b': 1 } },
    [{ path: 'inner.a-b', expected: 'no such setting (did you mean "a/b"?)' }],
  ],
  ['a slash in a name', { name: 'a', inner: { 'a/b': 'x' } }, [{ path: 'inner.a/b', expected: 'must be integer' }]],
  ['a nullable member', { name: 'a', owner: { id: 'x' } }, [{ path: 'owner.id', expected: 'must be integer' }]],
  ['a union', { name: 'a', when: 'x' }, [{ path: 'when', expected: 'must be a whole number or true or false' }]],
  [
    'a nullable member of another kind',
    { name: 'a', owner: 1 },
    [{ path: 'owner', expected: 'must be an object or null' }],
  ],
  [
    'the one branch that is meant',
    { name: 'a', how: [{ ms: 'x' }] },
    [{ path: 'how.0.ms', expected: 'must be integer' }],
  ],
  ['the bounds of a branch', { name: 'a', how: 9 }, [{ path: 'how', expected: 'must be <= 3' }]],
  [
    'choices that are a union',
    { name: 'a', how: 'x', kinds: ['c', 1] },
    [
      { path: 'how', expected: 'must be a whole number from 1 to 3 or a list of objects' },
      { path: 'kinds.0', expected: 'must be one of a, b' },
      { path: 'kinds.1', expected: 'must be one of a, b' },
    ],
  ],
  ['a form', { name: 'a', release: 'latest' }, [{ path: 'release', expected: 'must be written as 3.13 or 3.4.3.1' }]],
])('complains once about %s', ([, value, expected]) => {
  expect(complaints(Settings, value)).toEqual(expected)
})

test('everything is told at once, with the subject', () => {
  const wrong = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`x${n}`, n]))
  const act = () => accept(Settings, { ...wrong, kind: 1 }, 'dcr-harness.yaml')
  expect(act).toThrow(Complaints)
  expect(complaints(Settings, { ...wrong, kind: 1 })).toHaveLength(22)
  expect(act).toThrow(/^dcr-harness\.yaml:\n {2}name: is required\n/)
})

test('what is accepted is the value itself', () => {
  const value = { name: 'a' }
  expect(accept(Settings, value, 'x')).toBe(value)
})

test('a body is taken as it was sent, a query and a path are converted', async () => {
  const app = mockServer('x')
  const Count = Type.Object({ count: Type.Integer() })
  app.post('/body', { schema: { body: Count } }, async ({ body }) => body)
  app.get('/query', { schema: { querystring: Count } }, async ({ query }) => query)
  app.get('/path/:count', { schema: { params: Count } }, async ({ params }) => params)
  const statuses = async (url: string, payload?: object) => {
    const { statusCode, body } = await app.inject({
      method: payload ? 'POST' : 'GET',
      url,
      ...(payload && { payload }),
    })
    return statusCode === 200 ? body : statusCode
  }
  expect([
    await statuses('/body', { count: 1 }),
    await statuses('/body', { count: '1' }),
    await statuses('/body', { count: null }),
    await statuses('/body', []),
    await statuses('/query?count=1'),
    await statuses('/query?count=one'),
    await statuses('/query?count=1.5'),
    await statuses('/query?count='),
    await statuses('/query'),
    await statuses('/path/12'),
    await statuses('/path/x'),
  ]).toEqual(['{"count":1}', 400, 400, 400, '{"count":1}', 400, 400, 400, 400, '{"count":12}', 400])
  await app.close()
})

test('an answer holds only what its schema declares', async () => {
  const app = mockServer('x')
  const response = { 200: Type.Object({ id: Type.String() }) }
  app.get('/x', { schema: { response } }, async () => ({ id: 'a', secret: 'b' }))
  expect((await app.inject('/x')).body).toBe('{"id":"a"}')
  await app.close()
})

test('two servers of one kind declare the same schema and do not notice each other', async () => {
  const Body = Type.Object({ a: Type.String() }, { $id: 'Body' })
  const build = () => {
    const app = mockServer('x')
    app.post('/x', { schema: { body: Body } }, async ({ body }) => body)
    return app
  }
  const [one, other] = [build(), build()]
  const call = { method: 'POST', url: '/x', payload: { a: '1' } } as const
  expect([(await one.inject(call)).statusCode, (await other.inject(call)).statusCode]).toEqual([200, 200])
  await Promise.all([one.close(), other.close()])
})

test('a schema is read the same at its first use and when its uses have paid for compiling it', () => {
  const schema = Type.Object(
    { name: Type.String({ minLength: 2 }), tags: Type.Optional(Type.Array(Type.Enum(['a', 'b']), { maxItems: 2 })) },
    { additionalProperties: false },
  )
  const good = { name: 'ab', tags: ['a'] }
  const bad = [{ name: 'a' }, { name: 'ab', tags: ['c'] }, { name: 'ab', more: 1 }, [], null]
  const answers = Array.from({ length: 30 }, () => [good, ...bad].map((value) => complaints(schema, value)))
  expect(answers[0]?.map((list) => list.length > 0)).toEqual([false, true, true, true, true, true])
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
})
