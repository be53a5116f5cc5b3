import { describe, expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../harness/world.ts'
import { fieldsOn, refusalsOn } from '../mock-konnect/admin-pages/pages-client.ts'
import { curityForms } from './curity-forms.ts'
import { curityPages } from './curity-pages.ts'
import { below, type FormCase } from './form-case.ts'
import { inspectorForms } from './inspector-forms.ts'
import { inspectorPages } from './inspector-pages.ts'
import { konnectAuthForms } from './konnect-auth-forms.ts'
import { konnectOfferForms } from './konnect-offer-forms.ts'
import { konnectPages } from './konnect-pages.ts'
import { konnectPlaceForms } from './konnect-place-forms.ts'
import { namedOrganisation } from './organisation.ts'
import type { PageSet } from './page-set.ts'
import { type Person, personAt } from './person.ts'
import { portalForms } from './portal-forms.ts'
import { classicPortal, currentPortal } from './portal-pages.ts'

interface Forms {
  set: PageSet
  cases: readonly FormCase[]
  signIn: (person: Person) => Promise<unknown>
}

/** How somebody signs in at each set. */
const at = {
  konnect: (person: Person) => person.post('/konnect/sign-in', { token: 'kpat_demo' }),
  portal: (base: string) => (person: Person) =>
    person.post(`${base}/sign-in`, { username: 'developer@example.com', password: 'developer-password' }),
  curity: (person: Person) => person.post('/admin/sign-in', { username: 'admin', password: 'admin-password' }),
}

const sets: readonly [name: string, make: (world: World) => Promise<Forms>][] = [
  [
    'konnect',
    async (world) => {
      const organisation = await namedOrganisation(world)
      const set = await konnectPages(world, organisation)
      return {
        set,
        cases: [konnectAuthForms, konnectPlaceForms, konnectOfferForms].flatMap((forms) => forms(organisation)),
        signIn: at.konnect,
      }
    },
  ],
  [
    'portal',
    async (world) => {
      const set = await currentPortal(world, await namedOrganisation(world))
      return { set, cases: portalForms('/portal', set), signIn: at.portal('/portal') }
    },
  ],
  [
    'classic',
    async (world) => {
      const set = await classicPortal(world, await namedOrganisation(world))
      return { set, cases: portalForms('/portal/classic', set), signIn: at.portal('/portal/classic') }
    },
  ],
  ['curity', async (world) => ({ set: await curityPages(world), cases: curityForms(), signIn: at.curity })],
  [
    'inspector',
    async (world) => ({ set: await inspectorPages(world), cases: inspectorForms(), signIn: async () => undefined }),
  ],
]

describe.for(sets)('%s', ([, make]) => {
  test('every form refuses at the field, in the words of the API, and keeps what was typed', async () => {
    const { set, cases } = await arranged(make)
    expect(set.forms.filter((route) => !cases.some((one) => one.route === route))).toEqual([])
    for (const { route, path, typed, secrets = [], unshown = [], refused, button, stranger } of cases) {
      const page = await (stranger ? personAt(set.person.url) : set.person).post(path, typed)
      if (refused === undefined) {
        expect([route, page.status]).toEqual([route, 303])
        continue
      }
      const whole = refused[''] ?? below
      const { '': above = textOf(page.html), advice: _, ...atFields } = refusalsOn(page)
      expect([route, page.status >= 400 && page.status < 500, atFields]).toEqual([
        route,
        true,
        { ...refused, '': undefined },
      ])
      expect(above, route).toContain(whole)
      if (button || page.status === 404) continue
      const hidden = [...secrets, ...unshown]
      const kept = Object.fromEntries(Object.entries(typed).filter(([member]) => !hidden.includes(member)))
      expect({ ...hiddenOn(page.html), ...fieldsOn(page) }, route).toMatchObject(kept)
      for (const secret of secrets) expect(page.html, route).not.toContain(`value="${String(typed[secret])}"`)
    }
  })

  test('no form is taken from another site', async () => {
    const { set, cases } = await arranged(make)
    for (const { route, path, typed } of cases) {
      for (const from of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'same-site' }]) {
        const { status, html } = await set.person.post(path, typed, from)
        expect([route, status, html]).toEqual([route, 403, 'This form was sent from another site.'])
      }
    }
  })
})

/** At the inspector nobody signs in on this machine: test/kit/inspector/sign-in.test.ts. */
const withSessions = sets.filter(([name]) => name !== 'inspector')

describe.for(withSessions)('%s', ([, make]) => {
  test('a form whose session is over asks to sign in, and comes back as it was filled in, secrets aside', async () => {
    const { set, cases, signIn } = await arranged(make)
    for (const { route, path, page = path, typed, secrets = [], unshown = [], button, stranger } of cases) {
      if (stranger) continue
      set.person.forget()
      const asked = await set.person.post(path, typed, { referer: set.person.url + page })
      expect([route, asked.status, asked.to]).toEqual([route, 303, expect.stringContaining('/sign-in?return=')])
      expect([page, page.split('?')[0]]).toContain(new URL(asked.to ?? '', set.person.url).searchParams.get('return'))
      await signIn(set.person)
      const back = await set.person.get(page)
      const hidden = [...secrets, ...unshown]
      const kept = Object.entries(typed).filter(([member, value]) => !hidden.includes(member) && value !== '')
      if (button || kept.length === 0) continue
      expect({ ...hiddenOn(back.html), ...fieldsOn(back) }, route).toMatchObject(Object.fromEntries(kept))
      expect(textOf(back.html), route).toContain('What you typed is still here')
      for (const secret of secrets) expect(back.html, route).not.toContain(String(typed[secret]))
      expect(textOf((await set.person.get(page)).html), 'once').not.toContain('What you typed is still here')
    }
  })
})

async function arranged(make: (world: World) => Promise<Forms>) {
  const world = await startWorld({ controlToken: 'let-me-in' })
  onTestFinished(() => world.close())
  return make(world)
}

const hiddenOn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
