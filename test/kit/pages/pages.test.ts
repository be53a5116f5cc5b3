import { readFileSync } from 'node:fs'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { html } from '../../../kit/html.ts'
import { mockServer } from '../../../kit/mock-server.ts'
import { actionButton, confirmedAction } from '../../../kit/pages/actions.ts'
import { assets, serveAssets } from '../../../kit/pages/assets.ts'
import { form } from '../../../kit/pages/form.ts'
import { guardPages } from '../../../kit/pages/guard.ts'
import { layout, tabs } from '../../../kit/pages/layout.ts'
import { ownApi } from '../../../kit/pages/own-api.ts'
import { table } from '../../../kit/pages/table.ts'
import { secrets } from '../../../kit/pages/to-copy.ts'

const evil = '<script>alert(1)</script>'

describe('a page', () => {
  const page = layout({
    title: evil,
    brand: { href: '/portal', label: 'Dev Portal' },
    links: [
      { href: '/portal/apis', label: 'APIs' },
      { href: '/portal/apps', label: 'My Apps', current: true },
    ],
    notice: evil,
    content: html`<p>${evil}</p>`,
  })

  test('escapes what it is given, and has no code or style of its own that a strict policy would stop', () => {
    expect(page).not.toContain(evil)
    expect(page).not.toMatch(/<script(?![^>]* src=)|style="|onclick=/)
  })

  test('says which page it is, and loads the live script only when something in it is live', () => {
    expect(page).toContain('<li><a href="/portal/apps" aria-current="page">My Apps</a></li>')
    expect(page).not.toContain('/_assets/sse.js')
    expect(layout({ title: 'x', brand: { href: '/', label: 'x' }, content: html``, live: true })).toContain(
      '/_assets/sse.js',
    )
  })

  test('has tabs that are links', () => {
    expect(tabs('Application Auth', [{ href: '/a', label: 'Auth Strategy', current: true }]).text).toBe(
      '<nav class="tabs" aria-label="Application Auth"><ul><li><a href="/a" aria-current="page">Auth Strategy</a></li></ul></nav>',
    )
  })
})

describe('a form', () => {
  const fields = [
    { name: 'name', label: 'Name', required: true, hint: 'as users see it' },
    { name: 'password', label: 'Password', kind: 'password' },
    {
      name: 'type',
      label: 'Type',
      kind: 'select',
      options: [
        { value: 'curity', label: 'Curity' },
        { value: 'http', label: 'HTTP' },
      ],
    },
    {
      name: 'methods',
      label: 'Methods',
      kind: 'checkboxes',
      options: [
        { value: 'bearer', label: 'bearer' },
        { value: 'session', label: 'session' },
      ],
    },
    { name: 'on', label: 'On', kind: 'checkbox' },
    { name: 'text', label: 'Text', kind: 'area' },
  ] as const

  test('keeps what was typed, except passwords, and ties each refusal to its field', () => {
    const typed = { name: evil, password: 'secret', type: 'http', methods: ['session'], on: 'true', text: 'a < b' }
    const { text } = form({
      label: 'New',
      fields,
      submit: 'Save',
      typed,
      errors: { name: 'must be short', '': 'not now' },
      advice: 'wait',
    })
    expect(text).toContain('<div role="alert" class="refusal"><p>not now</p><p class="advice">wait</p></div>')
    expect(text).toContain(
      'name="name" id="name" required aria-describedby="name-hint name-error" aria-invalid="true" value="&#60;script',
    )
    expect(text).toContain('<small id="name-error" class="refusal">must be short</small>')
    expect(text).not.toContain('secret')
    expect(text).toContain('<option value="http" selected>HTTP</option>')
    expect(text).toContain('value="session" checked>')
    expect(text).not.toContain('value="bearer" checked')
    expect(text).toContain('value="true" checked> On')
    expect(text).toContain('<textarea name="text" id="text" rows="3">a &#60; b</textarea>')
  })

  test('that nobody filled in yet is empty, and sent to its own address', () => {
    const { text } = form({ label: 'New', fields, submit: 'Save' })
    expect(text.startsWith('<form method="post" novalidate aria-label="New">')).toBe(true)
    expect(text).not.toMatch(/aria-invalid|checked|selected|role="alert"/)
  })
})

test('a form whose fields depend on a choice has a button that asks for them', () => {
  const options = [{ value: 'key', label: 'Key' }]
  const select = {
    name: 'type',
    label: 'Type',
    kind: 'select',
    options,
    decides: 'Show its fields',
    testId: 'type-select',
  } as const
  const { text } = form({ label: 'New', fields: [select], submit: 'Save', submitTestId: 'save' })
  expect(text).toContain('<select name="type" id="type" data-testid="type-select" hx-post=""')
  expect(text).toContain('hx-vals="{&#34;_refresh&#34;:&#34;true&#34;}"')
  expect(text).toContain('name="_refresh" value="true">Show its fields</button>')
  expect(text).toContain('<button type="submit" data-testid="save">Save</button>')
})

test('a secret stands in its page with a button that copies it', () => {
  const { text } = secrets([{ id: 'secret', label: 'Client Secret', value: 'a<b' }])
  expect(text).toContain('<code id="secret">a&#60;b</code><button type="button" class="secondary" data-copy="secret"')
})

test('a table names its rows and what it lists, and says when there is nothing', () => {
  const rows = [['<b>', html`<a href="/x">x</a>`]]
  const { text } = table({ label: 'Things', columns: ['Name', 'Link'], rows, none: 'None yet.' })
  expect(text).toContain(
    '<table aria-label="Things">\n<thead><tr><th scope="col">Name</th><th scope="col">Link</th></tr></thead>',
  )
  expect(text).toContain('<tr><th scope="row">&#60;b&#62;</th><td><a href="/x">x</a></td></tr>')
  expect(table({ label: 'Things', columns: ['Name'], rows: [], none: 'None yet.' }).text).toBe('<p>None yet.</p>')
})

test('a button says what it is about; what cannot be undone is unfolded first', () => {
  const action = { action: '/x/delete', label: 'Delete', values: { id: '"1"' } }
  expect(actionButton({ ...action, about: 'a<b' }).text).toBe(
    '<form method="post" action="/x/delete" class="action"><input type="hidden" name="id" value="&#34;1&#34;"><button type="submit" class="secondary outline" aria-label="Delete a&#60;b">Delete</button></form>',
  )
  expect(confirmedAction(action, 'It is gone then.').text).toMatch(
    /^<details class="confirm"><summary>Delete<\/summary><p>It is gone then\.<\/p><form method="post" action="\/x\/delete">/,
  )
})

test('a page below others shows the way to it', () => {
  const text = layout({
    ...{ title: 'Page', brand: { href: '/', label: 'Konnect' }, content: html`x` },
    trail: [{ href: '/above', label: 'Above' }],
  })
  expect(text).toContain(
    '<nav aria-label="breadcrumb"><ul><li><a href="/above">Above</a></li><li aria-current="page">Page</li></ul></nav>',
  )
})

describe('pages of a server', () => {
  const server = (exchanges = new ExchangeBus()) => {
    const app = mockServer('pages', { exchanges })
    serveAssets(app)
    app.register(async (scope) => {
      guardPages(scope)
      scope.get('/own', async (from) => (await ownApi(app)('GET', '/seen', { from })).body)
      scope.get('/page', async (_request, reply) => reply.type('text/html').send('<p>page</p>'))
      scope.post('/page', async () => ({ done: true }))
    })
    app.get('/seen', async ({ headers: { host, cookie, 'user-agent': agent }, ip }) => ({ host, cookie, agent, ip }))
    const schema = { body: Type.Object({ name: Type.String() }) }
    app.post('/api', { schema }, async ({ body }, reply) => reply.header('set-cookie', 'a=b').code(201).send(body))
    return app
  }

  test.for(Object.keys(assets))('serve %s', async (name) => {
    const answer = await server().inject(`/_assets/${name}`)
    expect([answer.statusCode, answer.rawPayload.length > 100]).toEqual([200, true])
    expect(answer.headers['content-type']).toMatch(name.endsWith('.css') ? /^text\/css/ : /^text\/javascript/)
  })

  test('are sent with a policy that allows nothing from elsewhere', async () => {
    const { headers } = await server().inject('/page')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect([headers['cache-control'], headers['x-content-type-options']]).toEqual(['no-store', 'nosniff'])
  })

  test.for<[string, Record<string, string>, number]>([
    ['its own origin', { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }, 200],
    ['no browser', {}, 200],
    ['another site', { origin: 'http://evil.test' }, 403],
    ['another port', { origin: 'http://localhost:81' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['another site, origin withheld', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('take a form from %s', async ([, headers, status]) => {
    const answer = await server().inject({
      method: 'POST',
      url: '/page',
      headers: { host: 'localhost:80', ...headers },
    })
    expect(answer.statusCode).toBe(status)
  })

  test('hand on to the API who asks: host, cookies, program and address of the browser, and the trace', async () => {
    const exchanges = new ExchangeBus()
    const headers = { host: 'portal.test', cookie: 'session=1', 'user-agent': 'browser' }
    const answer = await server(exchanges).inject({ url: '/own', headers, remoteAddress: '10.1.2.3' })
    expect(answer.json()).toEqual({ host: 'portal.test', cookie: 'session=1', agent: 'browser', ip: '10.1.2.3' })
    const [api, page] = exchanges.list()
    expect([api?.route, page?.route]).toEqual(['GET /seen', 'GET /own'])
    expect([api?.trace.id, api?.trace.parent]).toEqual([page?.trace.id, page?.trace.span])
  })

  test('are kept in no exchange: they show secrets', async () => {
    const exchanges = new ExchangeBus()
    await server(exchanges).inject('/page')
    const [page] = exchanges.list()
    expect([page?.route, page?.response.status, page?.response.body]).toEqual(['GET /page', 200, undefined])
  })

  test('call the API as a script would', async () => {
    const call = ownApi(server())
    expect(await call('POST', '/api', { json: { name: 'x' } })).toEqual({
      status: 201,
      body: { name: 'x' },
      cookies: ['a=b'],
      ...{ advice: undefined, reason: undefined },
    })
    expect((await call('POST', '/api', { json: {} })).status).toBe(400)
  })
})

test('the stylesheet of our own loads nothing', () => {
  const css = readFileSync(new URL('../../../kit/pages/pages.css', import.meta.url), 'utf8')
  expect(css).not.toMatch(/url\(|@import/)
})
