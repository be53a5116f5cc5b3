import { expect, test } from 'vitest'
import { balanced, times } from './balanced-rig.ts'
import { good, guard } from './rig.ts'

test.for([
  [
    'a header',
    { hash_on: 'header', hash_on_header: 'X-Tenant' },
    (tenant: string) => [{ 'x-tenant': tenant }, '/orders'],
  ],
  [
    'an argument',
    { hash_on: 'query_arg', hash_on_query_arg: 'tenant' },
    (tenant: string) => [{}, `/orders?tenant=${tenant}`],
  ],
  ['the path', { hash_on: 'path' }, (tenant: string) => [{}, `/orders/${tenant}`]],
  [
    'a cookie',
    { hash_on: 'cookie', hash_on_cookie: 'tenant' },
    (tenant: string) => [{ cookie: `tenant=${tenant}` }, '/orders'],
  ],
  [
    'a header, else an argument',
    { hash_on: 'header', hash_on_header: 'x-a', hash_fallback: 'query_arg', hash_fallback_query_arg: 'tenant' },
    (tenant: string) => [{}, `/orders?tenant=${tenant}`],
  ],
] as const)(
  'consistent hashing on %s sends the same value to the same target, and others elsewhere',
  async ([, hash, ask]) => {
    const { call, counts } = await balanced({ algorithm: 'consistent-hashing', ...hash })
    const took = new Map<string, number>()
    // So many that they do not all hash to one target, whichever ports the two have.
    for (const tenant of Array.from({ length: 50 }, (_, at) => `tenant-${at}`)) {
      const [headers, path] = ask(tenant) as [Record<string, string>, string]
      for (const _ of [1, 2]) {
        const [before] = counts()
        await call(headers, path)
        const at = counts()[0] > before ? 0 : 1
        expect(took.get(tenant) ?? at).toBe(at)
        took.set(tenant, at)
      }
    }
    expect(new Set(took.values())).toEqual(new Set([0, 1]))
  },
)

test('consistent hashing on a cookie gives one to a caller that has none', async () => {
  const { rig, call, counts } = await balanced({
    algorithm: 'consistent-hashing',
    hash_on: 'cookie',
    hash_on_cookie: 'stick',
  })
  const [line = ''] = (await rig.call('/orders')).headers.getSetCookie()
  expect(line).toMatch(/^stick=[0-9a-f-]{36}; Path=\/$/)
  await times(5, () => call({ cookie: line.slice(0, line.indexOf(';')) }))
  expect([
    [6, 0],
    [0, 6],
  ]).toContainEqual(counts())
})

test('consistent hashing on the consumer takes the credential where there is none', async () => {
  const { rig, counts } = await balanced({ algorithm: 'consistent-hashing', hash_on: 'consumer' })
  await rig.received(rig.control.push({ set: { guards: [guard(rig.idp.issuer)] } }))
  for (const _ of [1, 2, 3]) expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect([
    [3, 0],
    [0, 3],
  ]).toContainEqual(counts())
})
