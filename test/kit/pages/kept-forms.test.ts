import { expect, test } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { countingIds } from '../../../kit/ids.ts'
import { mockServer } from '../../../kit/mock-server.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import { keptForms } from '../../../kit/pages/kept-forms.ts'

/** Pages that keep every form that is sent, and tell what they kept. */
async function pages() {
  const clock = manualClock(0)
  const app = mockServer('pages', { clock })
  const forms = keptForms({ cookie: 'kept', path: '/pages', clock, ids: countingIds() })
  app.post('/pages/*', async (request, reply) => {
    forms.keep(reply, request.url, request.body as Typed)
    return reply.send()
  })
  app.get('/pages/*', async (request, reply) => ({ typed: forms.take(request, reply) ?? null }))
  const send = async (url: string, payload: object) => {
    const { headers } = await app.inject({ method: 'POST', url, payload })
    return String(headers['set-cookie'] ?? '')
  }
  const read = async (url: string, cookie: string) => {
    const { headers, body } = await app.inject({ url, headers: { cookie: cookie.split(';')[0] } })
    return { typed: JSON.parse(body).typed, cookie: headers['set-cookie'] }
  }
  return { clock, send, read }
}

test('what was typed waits for the browser that sent it, at the page it was sent to, and comes back once', async () => {
  const { send, read } = await pages()
  const cookie = await send('/pages/a?x=1', { name: 'jörg', methods: ['a', 'b'] })
  expect(cookie).toBe('kept=kept-form_1; Path=/pages; HttpOnly; SameSite=Strict; Max-Age=900')
  expect((await read('/pages/b', cookie)).typed).toBeNull()
  expect((await read('/pages/a', 'kept=kept-form_2')).typed).toBeNull()
  expect(await read('/pages/a?y=2', cookie)).toEqual({
    typed: { name: 'jörg', methods: ['a', 'b'] },
    cookie: 'kept=; Path=/pages; HttpOnly; SameSite=Strict; Max-Age=0',
  })
  expect((await read('/pages/a', cookie)).typed).toBeNull()
})

test('no secret is kept, whatever it is called, and no text that holds one', async () => {
  const { send, read } = await pages()
  const cookie = await send('/pages/a', {
    name: 'billing',
    password: 'a',
    token: 'b',
    'dcr_config.initial_client_secret': 'c',
    'dcr_config.dcr_token': 'd',
    'dcr_config.api_key': 'e',
    advanced: '{"client_secret":"f"}',
  })
  expect((await read('/pages/a', cookie)).typed).toEqual({ name: 'billing' })
  expect(await send('/pages/a', { password: 'a' })).toBe('')
})

test('it waits a quarter of an hour, and gives way to fifty others', async () => {
  const { send, read, clock } = await pages()
  const late = await send('/pages/a', { name: 'late' })
  clock.advance(15 * 60_000)
  expect((await read('/pages/a', late)).typed).toBeNull()
  const cookies: string[] = []
  for (let at = 0; at <= 50; at++) cookies.push(await send('/pages/a', { name: String(at) }))
  expect((await read('/pages/a', cookies[0] ?? '')).typed).toBeNull()
  expect((await read('/pages/a', cookies[1] ?? '')).typed).toEqual({ name: '1' })
})

test('a text that is longer than any specification is not kept', async () => {
  const { send } = await pages()
  expect(await send('/pages/a', { content: 'x'.repeat(300_000) })).toBe('')
})
