import { html } from '../../../kit/html.ts'
import type { ShownApplicationSetup } from '../../application-setup/schema.ts'
import { bodyOf } from '../api-body.ts'
import { type ApiField, apiForm, typedOf } from '../api-form.ts'
import { authMethodOptions } from '../application-auth/strategy-fields.ts'
import { path } from '../konnect-api.ts'
import { at } from '../places.ts'
import { Refused } from '../refused.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { placeOf, portalIn, portalPage, type ShownPortal } from './portal-frame.ts'

const fields: readonly ApiField[] = [
  {
    ...{ name: 'idp_type', label: 'Identity Provider', kind: 'select' },
    options: [
      { value: 'curity', label: 'Curity' },
      { value: 'okta', label: 'Okta' },
      { value: 'auth0', label: 'Auth0' },
      { value: 'azureAd', label: 'Azure' },
    ],
  },
  { name: 'issuer_url', label: 'Issuer URL', kind: 'url', required: true },
  {
    ...{ name: 'token', label: 'Token', kind: 'password', autocomplete: 'off', required: true },
    hint: 'Curity: the secret of the client that may register clients. Never shown again.',
  },
  {
    ...{ name: 'initial_client_id', label: 'Initial Client ID' },
    hint: 'Curity: whose secret the token is; empty: the one that the server was started with.',
  },
  { name: 'scopes', label: 'Scopes', hint: 'Parted by commas; without any: openid.' },
  { name: 'claims', label: 'Claims', hint: 'Parted by commas; without any: sub.' },
  { name: 'auth_methods', label: 'Auth Methods', kind: 'checkboxes', options: authMethodOptions },
]

/** Settings → Application Setup of a classic portal: the older how-to's tab (`konnect.md` 14). */
export function applicationSetupTab(site: Site): void {
  const place = `${at.portals}/:version/:portalId/application-setup`
  site.page(place, show)
  site.form(place, show, save)
}

/** The tab never was in current portals. @throws Refused 404 */
async function classicPortalIn(visit: Visit): Promise<ShownPortal> {
  const portal = await portalIn(visit)
  if (portal.version === 'v2') return portal
  throw new Refused(404, { '': 'There is no such page.' })
}

const apiOf = ({ id }: ShownPortal): string => path`/konnect-api/api/portals/${id}/application-setup`

/** What was saved, if anything was. */
const savedIn = ({ konnect }: Visit, portal: ShownPortal): Promise<ShownApplicationSetup | undefined> =>
  konnect.get<ShownApplicationSetup>(apiOf(portal)).catch((error) => {
    if (error instanceof Refused && error.status === 404) return undefined
    throw error
  })

const show: Show = async (visit) => {
  const portal = await classicPortalIn(visit)
  const saved = await savedIn(visit, portal)
  const usual = { auth_methods: ['client_credentials', 'bearer', 'session'] }
  const content = html`${apiForm({
    typed: saved ? typedOf(fields, saved) : usual,
    ...visit.state,
    label: 'Application Setup',
    action: `${placeOf(portal)}/application-setup`,
    fields,
    submit: 'Save',
    beside: html`<span class="warning">Saving overwrites the earlier configuration${saved === undefined && '; there is none yet'}.</span>`,
  })}`
  return portalPage(portal, 'application-setup', content)
}

const save: Act = async (visit) => {
  const portal = await classicPortalIn(visit)
  const earlier = await savedIn(visit, portal)
  await visit.konnect.send('PUT', apiOf(portal), bodyOf(fields, visit.sent))
  return { to: `${placeOf(portal)}/application-setup`, notice: earlier ? 'overwritten' : 'saved' }
}
