import { expect, test } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { mockServer } from '../../../kit/mock-server.ts'
import { sealing } from '../../../kit/pages/sealing.ts'
import { returnPath, sessions } from '../../../kit/pages/sessions.ts'

test('what is sealed opens as it was, and not at all when a letter is another', () => {
  const { seal, open } = sealing()
  const sealed = seal({ name: 'jörg' })
  expect(open(sealed)).toEqual({ name: 'jörg' })
  expect(seal({ name: 'jörg' })).not.toBe(sealed)
  for (const [at, letter] of [...sealed].slice(0, -1).entries()) {
    const other = `${sealed.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(open(other)).toBeUndefined()
  }
})

test('what another sealed does not open; nor does what is no seal', () => {
  const sealed = sealing().seal('secret')
  for (const text of [sealed, '', 'x', '%00', 'A'.repeat(200)]) expect(sealing().open(text)).toBeUndefined()
})

test('a session is in its cookie, sealed', async () => {
  const clock = manualClock(0)
  const app = mockServer('pages', { clock })
  const known = sessions<{ name: string }>({ cookie: 'who', path: '/pages', clock, hours: 1 })
  app.get('/pages/in', async (request, reply) => {
    known.begin(request, reply, { name: 'ann' })
    return reply.send()
  })
  app.get('/pages/me', async (request) => ({ session: known.of(request) ?? null }))
  const { headers } = await app.inject('/pages/in')
  const header = String(headers['set-cookie'])
  expect(header).toMatch(/^who=[\w-]+; Path=\/pages; HttpOnly; SameSite=Strict$/)
  const cookie = `theme=dark; ${header.split(';')[0]}; other=1`
  const me = async () => (await app.inject({ url: '/pages/me', headers: { cookie } })).json()
  expect(await me()).toEqual({ session: { name: 'ann' } })
  clock.advance(3_600_000)
  expect(await me()).toEqual({ session: null })
})

test.for([
  ['/admin', '/admin'],
  ['/admin/a?b=c', '/admin/a?b=c'],
  ['/admin/../other', '/admin'],
  ['/administrators', '/admin'],
  ['//elsewhere.test/admin', '/admin'],
  ['https://elsewhere.test/admin', '/admin'],
  ['/\\elsewhere.test/admin', '/admin'],
  ['http://here.invalid/admin/x', '/admin/x'],
  [undefined, '/admin'],
  [['/admin/x'], '/admin'],
])('after signing in, %s leads to %s', ([asked, target]) => {
  expect(returnPath(asked, '/admin')).toBe(target)
})
