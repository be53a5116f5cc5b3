import { type FormCase, gone } from './form-case.ts'
import type { PageSet } from './page-set.ts'

/** Every form of a portal's pages, by the pages that somebody visited there. */
export function portalForms(base: string, { visits }: PageSet): FormCase[] {
  const pathOf = (name: string) => visits.find((visit) => visit.name.endsWith(name))?.path ?? ''
  const isClassic = base === '/portal/classic'
  const offer = isClassic ? `${base}/products/:product/versions/:version` : `${base}/apis/:api`
  const one = `${base}/application/:application`
  const nobody = 'd0000000-0000-4000-8000-0000000000ff'
  const button = (route: string, name: string): FormCase => ({
    route: `${one}/${route}`,
    path: pathOf(name).replace(/application\/[\w-]+/, `application/${nobody}`),
    typed: {},
    refused: gone,
  })
  const anybody = (name: string, typed: FormCase['typed'], refused: FormCase['refused'], secrets: string[] = []) =>
    ({ route: `${base}/${name}`, path: `${base}/${name}`, typed, refused, secrets, stranger: true }) as FormCase
  const name = '"name" is required'
  const redirect_uri = '"redirect_uri" must be a valid URL'
  const application = { name: '', redirect_uri: 'nowhere', description: 'mine' }
  return [
    anybody(
      'sign-up',
      { full_name: '', email: 'ada' },
      {
        full_name: '"full_name" is required',
        email: '"email" must be a valid email',
      },
    ),
    anybody('verify-email', { token: 'x' }, { '': 'invalid ID format' }),
    anybody('set-password', { token: 'x', password: 'short' }, { '': 'invalid ID format' }, ['password']),
    anybody(
      'sign-in',
      { username: 'developer@example.com', password: 'wrong' },
      { '': 'You have entered an invalid email or password.' },
      ['password'],
    ),
    anybody('forgot-password', { email: 'ada' }, { email: '"email" must be a valid email' }),
    { route: `${base}/sign-out`, path: `${base}/sign-out`, typed: {}, why: 'it always ends', stranger: true },
    {
      ...{ route: `${offer}/use`, path: pathOf('-use'), typed: { application: nobody }, unshown: ['application'] },
      refused: gone,
    },
    { route: `${offer}/use/new`, path: pathOf('-use-new'), typed: application, refused: { name, redirect_uri } },
    {
      ...{ route: `${base}/application/create`, path: `${base}/application/create`, typed: application },
      refused: { name, redirect_uri },
    },
    {
      ...{ route: `${one}/update`, path: pathOf('-update'), typed: application },
      refused: { name: 'name must be longer than or equal to 1 characters', redirect_uri },
    },
    button('delete', `${isClassic ? 'classic' : 'portal'}-delete`),
    button('refresh-secret', '-refresh-secret'),
    button('registrations/:registration/delete', '-unregister'),
    {
      ...{ route: `${one}/credentials/new`, path: pathOf('-new-credential'), typed: { display_name: 'x'.repeat(300) } },
      refused: { display_name: 'value of "display_name" must not exceed 255 characters' },
    },
    isClassic
      ? button('credentials/:credential/delete', '-delete-credential')
      : {
          ...{ route: `${one}/credentials/:credential/delete`, path: pathOf('-delete-credential') },
          ...{ typed: { confirm: 'yes' }, refused: { confirm: 'Please type revoke.' } },
        },
  ]
}
