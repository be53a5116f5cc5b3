import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { html } from '../../kit/html.ts'
import { table } from '../../kit/pages/table.ts'
import { capabilityLabel } from './labels.ts'
import { entryPath, sectionPath } from './paths.ts'
import { type ClientView, clientsOf } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import type { RegisteredView } from './registered-clients.ts'
import type { AdminPages } from './visitor.ts'

const section = 'Clients'

/** So many dynamic clients are listed; of more, the newest. */
const shown = 100

/** The clients of a profile: those of its configuration, and those that registered. */
export const clientsPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter, registered }) => {
  app.get(sectionPath(':profile', section), { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    const dynamic = await registered()
    return visitor.show(reply, {
      title: section,
      within: { profile: profile.id, section },
      content: html`<p><a class="button" href="${entryPath(profile.id, section, 'new')}">New Client</a></p>
${table({
  label: 'Configured clients',
  columns: ['Client ID', 'Name', 'Capabilities', 'Scopes', 'Template', 'Enabled'],
  rows: clientsOf(profile).map((client) => clientRow(profile.id, client)),
  none: 'There is no client in the configuration.',
})}
<h2>Dynamic Clients</h2>
<p>Registered while the server runs; no part of the configuration.${dynamic.length > shown && html` The newest ${shown} of ${dynamic.length}.`}</p>
${table({
  label: 'Dynamic Clients',
  columns: ['Client ID', 'Name', 'Created', 'Status', 'Registered by', 'Instance of'],
  rows: dynamic.slice(0, shown).map(registeredRow),
  none: 'No client has registered.',
})}`,
    })
  })
}

const clientRow = (profile: string, client: ClientView) => [
  html`<a href="${entryPath(profile, section, client.id)}">${client.id}</a>`,
  client['client-name'] ?? '',
  Object.keys(client.capabilities ?? {})
    .map(capabilityLabel)
    .join(', '),
  (client.scope ?? []).join(' '),
  client['dynamic-client-registration-template'] ? 'Template Client' : '',
  client.enabled === false ? 'no' : 'yes',
]

const registeredRow = ({ id, created, status, initialClient, instanceOf, metadata }: RegisteredView) => {
  const at = new Date(created * 1000).toISOString()
  return [
    html`<code>${id}</code>`,
    metadata.client_name ?? '',
    html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`,
    status,
    initialClient ?? 'anybody',
    instanceOf ?? '',
  ]
}
