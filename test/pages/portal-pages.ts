import { expect } from 'vitest'
import type { World } from '../../harness/world.ts'
import type { Organisation } from './organisation.ts'
import { evil, type PageSet, routesBelow, visitsNamed } from './page-set.ts'
import { type Person, personAt } from './person.ts'

/** An application's page, by the page that its creation leads to. */
async function createdBy(person: Person, base: string, form: Record<string, string>): Promise<string> {
  const made = await person.post(`${base}/application/create`, form)
  const [, id = ''] = new RegExp(`href="${base}/application/([\\w-]+)"`).exec(made.html) ?? []
  expect([made.status, id]).toEqual([200, expect.stringMatching(/.{30}/)])
  return id
}

/** The first thing below an application's page that `pattern` finds. */
async function idIn(person: Person, path: string, pattern: RegExp): Promise<string> {
  const [, id = ''] = pattern.exec((await person.get(path)).html) ?? []
  expect([path, id]).toEqual([path, expect.stringMatching(/./)])
  return id
}

/** What differs between the two generations: where an offer is, and by which strategy keys are had. */
interface Offers {
  base: string
  name: string
  offer: { route: string; path: string }
  routes: RegExp
}

export const currentPortal = (world: World, { ids: _, ...rest }: Organisation): Promise<PageSet> =>
  portalPages(world, rest.strategies.keyAuth, {
    base: '/portal',
    name: 'portal',
    offer: { route: '/portal/apis/:api', path: '/portal/apis/evil' },
    routes: /^\/portal(\/(?!classic)|$)/,
  })

export const classicPortal = (world: World, { ids, strategies }: Organisation): Promise<PageSet> => {
  const base = '/portal/classic'
  return portalPages(world, strategies.keyAuth, {
    base,
    name: 'classic',
    offer: {
      route: `${base}/products/:product/versions/:version`,
      path: `${base}/products/${ids.product}/versions/${ids.productVersion}`,
    },
    routes: /^\/portal\/classic(\/|$)/,
  })
}

/** The pages of a Dev Portal, as somebody sees them who has an application, registered and with keys. */
async function portalPages(
  { addresses }: World,
  keyAuth: string,
  { base, name, offer, routes }: Offers,
): Promise<PageSet> {
  const { url, developer } = addresses.konnect
  const person = personAt(url)
  const { email: username, password } = developer
  expect((await person.post(`${base}/sign-in`, { username, password })).status).toBe(303)
  const managed = await createdBy(person, base, {
    name: evil,
    redirect_uri: 'https://app.example/cb',
    description: evil,
  })
  const application = `${base}/application/${managed}`
  expect((await person.post(`${offer.path}/use`, { application: managed })).status).toBe(303)
  const registration = await idIn(person, application, /registrations\/([\w-]+)\/delete/)
  const keyed = await createdBy(person, base, {
    ...{ name: `keys ${evil}`, auth_strategy_id: keyAuth },
    ...(base === '/portal/classic' && { reference_id: 'ours' }),
  })
  const keys = `${base}/application/${keyed}`
  await person.post(`${keys}/credentials/new`, { display_name: evil })
  const list = base === '/portal/classic' ? keys : `${keys}/credentials`
  const credential = await idIn(person, list, /credentials\/([\w-]+)\/delete/)
  await person.post(`${base}/sign-up`, { full_name: evil, email: `${name}@example.com` })
  const visit = visitsNamed(name)
  const isClassic = base === '/portal/classic'
  const one = `${base}/application/:application`
  return {
    name,
    person,
    ...(await routesBelow(url, routes)),
    visits: [
      visit('catalog', base),
      ...(isClassic ? [] : [visit('catalog-of-strangers', base, base, { stranger: true })]),
      ...['sign-in', 'sign-up', 'forgot-password'].map((page) =>
        visit(page, `${base}/${page}`, `${base}/${page}`, { stranger: true }),
      ),
      visit('verify-email', `${base}/verify-email`, `${base}/verify-email?token=x`, { stranger: true }),
      visit('set-password', `${base}/set-password`, `${base}/set-password?token=x`, { stranger: true }),
      visit('mailbox', `${base}/mailbox`),
      visit('not-found', `${base}/*`, `${base}/nowhere`, { status: 404 }),
      visit('offer', offer.route, offer.path),
      visit('use', `${offer.route}/use`, `${offer.path}/use`),
      visit('use-new', `${offer.route}/use/new`, `${offer.path}/use/new`),
      ...(isClassic ? [visit('product', `${base}/products/:product`, offer.path.replace(/\/versions.*/, ''))] : []),
      visit('my-apps', `${base}/my-apps`),
      visit('new-application', `${base}/application/create`),
      visit('application', one, application),
      visit('application-with-keys', one, keys),
      ...['update', 'delete', 'refresh-secret'].map((page) => visit(page, `${one}/${page}`, `${application}/${page}`)),
      visit(
        'unregister',
        `${one}/registrations/:registration/delete`,
        `${application}/registrations/${registration}/delete`,
      ),
      visit('credentials', `${one}/credentials`, `${keys}/credentials`),
      visit('new-credential', `${one}/credentials/new`, `${keys}/credentials/new`),
      visit('delete-credential', `${one}/credentials/:credential/delete`, `${keys}/credentials/${credential}/delete`),
    ],
  }
}
