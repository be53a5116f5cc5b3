import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Html, html } from '../../kit/html.ts'
import { confirmedAction } from '../../kit/pages/actions.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { emptyLeaves, isTicked, listIn, SentForm } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { capabilityLabel, capabilityOptions, optionsOf } from './labels.ts'
import { registrationPath, sectionPath } from './paths.ts'
import {
  clientsOf,
  endpointsOf,
  type NonTemplatizedView,
  type ProfileView,
  type RegistrationView,
  scopesOf,
  serverOf,
  serverPath,
} from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import { type AdminPages, NothingHere, saying } from './visitor.ts'

const section = 'General'
const url = registrationPath(':profile')
const schema = { params: ProfileParams }

/** General → Dynamic Registration: what is switched on, and the bounds of clients without a template (`curity.md` 2.1, 2.4). */
export const registrationPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(url, { schema }, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, registrationPage(await visitor.profile(request.params.profile), visitor.returned(reply)))
  })

  app.post(`${url}/disable`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    const disable = async () => {
      await visitor.api.remove(leafOf(profile))
      return saying(registrationPath(profile.id), 'staged')
    }
    return visitor.attempt(reply, disable, [], (errors) => registrationPage(profile, { errors }))
  })

  app.post(`${url}/non-templatized`, { schema: { ...schema, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const bounds = serverOf(profile)['dynamic-client-registration']?.['non-templatized']
    if (!bounds) throw new NothingHere()
    const save = async () => {
      await visitor.api.put(`${leafOf(profile)}/non-templatized`, edited(bounds, request.body))
      return saying(registrationPath(profile.id), 'staged')
    }
    const names = boundFields(profile).map(({ name }) => name)
    return visitor.attempt(reply, save, names, (errors) => registrationPage(profile, { typed: request.body, errors }))
  })
}

const leafOf = ({ id }: ProfileView): string => `${serverPath(id)}/dynamic-client-registration`

function registrationPage(profile: ProfileView, state: FormState = {}): FrameOptions {
  const registration = serverOf(profile)['dynamic-client-registration']
  return {
    title: 'Dynamic Registration',
    within: { profile: profile.id, section },
    content: registration ? enabled(profile, registration, state) : disabled(profile),
  }
}

const disabled = ({ id }: ProfileView): Html => html`<p>Dynamic Client Registration is not enabled.</p>
<p><a class="button" href="${registrationPath(id)}/enable">Enable Dynamic Client Registration</a></p>`

function enabled(profile: ProfileView, registration: RegistrationView, state: FormState): Html {
  const bounds = registration['non-templatized']
  return html`<dl>
<dt>Client data source</dt><dd><code>${registration['client-data-source']}</code></dd>
<dt>Templatized</dt><dd>${onOff(registration.templatized !== undefined)}</dd>
<dt>Non-Templatized</dt><dd>${onOff(bounds !== undefined)}</dd>
<dt>Dynamic Client Management</dt><dd>${onOff(registration['client-management'] !== undefined)}</dd>
<dt>Endpoint</dt><dd>${registrationEndpoint(profile)}</dd>
</dl>
${bounds && boundsForm(profile, bounds, state)}
<div class="actions">${confirmedAction({ action: `${registrationPath(profile.id)}/disable`, label: 'Disable' }, 'With the next commit nobody can register. Clients that did stay.')}</div>`
}

const onOff = (value: boolean): string => (value ? 'enabled' : 'not enabled')

function registrationEndpoint(profile: ProfileView): Html {
  const endpoint = endpointsOf(profile).find(({ 'endpoint-kind': kind }) => kind === registrationKind)
  const list = html`<a href="${sectionPath(profile.id, 'Endpoints')}">Endpoints</a>`
  return endpoint ? html`<code>${endpoint.uri}</code>, see ${list}` : html`none; see ${list}`
}

/** The kind of the registration endpoint (`curity.md` 1.2). */
export const registrationKind = 'oauth-dynamic-client-registration'

const boundFields = (profile: ProfileView): Field[] => {
  const clients = optionsOf(clientsOf(profile).map(({ id }) => id))
  return [
    {
      name: 'capabilities',
      label: 'Capabilities',
      kind: 'checkboxes',
      options: offered(profile),
      hint: 'Grants that a registered client may ask for; those that the profile has.',
    },
    { name: 'all-scopes', label: 'All scopes', kind: 'checkbox' },
    {
      name: 'scope',
      label: 'Scopes',
      kind: 'checkboxes',
      options: optionsOf(scopesOf(profile).map(({ id }) => id)),
      hint: 'Without effect while all scopes are allowed.',
    },
    { name: 'authenticate-client-by', label: 'authenticate-client-by', kind: 'checkboxes', options: clients },
    { name: 'authenticate-user-by', label: 'authenticate-user-by', kind: 'checkboxes', options: clients },
    { name: 'no-authentication', label: 'no-authentication', kind: 'checkbox', hint: 'Anybody may register.' },
  ]
}

function offered(profile: ProfileView) {
  const names = Object.keys(serverOf(profile)['client-capabilities'] ?? {})
  const known = capabilityOptions.filter(({ value }) => names.includes(value))
  return known.length > 0 ? known : capabilityOptions
}

const boundsForm = (profile: ProfileView, bounds: NonTemplatizedView, { typed, errors }: FormState): Html =>
  html`<h2>Non-Templatized</h2>
${outside(profile, bounds)}
${form({ label: 'Non-Templatized', action: `${registrationPath(profile.id)}/non-templatized`, fields: boundFields(profile), submit: 'Save', typed: typed ?? typedOf(bounds), errors })}`

/** What is set, and would be lost by saving, since the profile does not offer it. */
function outside(profile: ProfileView, { capabilities = {} }: NonTemplatizedView): Html | false {
  const names = Object.keys(capabilities).filter((name) => !offered(profile).some(({ value }) => value === name))
  return (
    names.length > 0 &&
    html`<p class="warning">Not offered by the profile: ${names.map(capabilityLabel).join(', ')}.</p>`
  )
}

/** The section as the form has it now; leaves that the form does not have stay. */
function edited(bounds: NonTemplatizedView, form: SentForm): Record<string, unknown> {
  const { 'no-authentication': _, ...others } = bounds
  return {
    ...others,
    capabilities: emptyLeaves(listIn(form, 'capabilities')),
    scopes: isTicked(form, 'all-scopes') ? { all: [null] } : { scope: listIn(form, 'scope') },
    'authenticate-client-by': listIn(form, 'authenticate-client-by'),
    'authenticate-user-by': listIn(form, 'authenticate-user-by'),
    ...(isTicked(form, 'no-authentication') && { 'no-authentication': [null] }),
  }
}

const typedOf = (bounds: NonTemplatizedView) => ({
  capabilities: Object.keys(bounds.capabilities ?? {}),
  'all-scopes': String(bounds.scopes?.all !== undefined),
  scope: bounds.scopes?.scope ?? [],
  'authenticate-client-by': bounds['authenticate-client-by'] ?? [],
  'authenticate-user-by': bounds['authenticate-user-by'] ?? [],
  'no-authentication': String(bounds['no-authentication'] !== undefined),
})
