import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { html } from '../../kit/html.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { table } from '../../kit/pages/table.ts'
import { SentForm, textIn } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { type NodeView, nodesOf } from './nodes.ts'
import { entryPath, sectionPath } from './paths.ts'
import { type EndpointView, endpointsOf, type ProfileView, profilePath } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import { type AdminPages, NothingHere, saying } from './visitor.ts'

const section = 'Endpoints'
const list = sectionPath(':profile', section)
const schema = { params: Type.Object({ profile: Type.String(), endpoint: Type.String() }) }

/** The endpoints of a profile: where they are, and on which nodes. */
export const endpointPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(list, { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    return visitor.show(reply, endpointsPage(profile, await nodesOf(visitor.api)))
  })

  app.get(`${list}/:endpoint`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    return visitor.show(
      reply,
      endpointPage(profile, endpointIn(profile, request.params.endpoint), visitor.returned(reply)),
    )
  })

  app.post(`${list}/:endpoint`, { schema: { ...schema, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const endpoint = endpointIn(profile, request.params.endpoint)
    const save = async () => {
      const leaf = `${profilePath(profile.id)}/endpoints/endpoint=${encodeURIComponent(endpoint.id)}/uri`
      await visitor.api.put(leaf, textIn(request.body, 'uri'))
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, save, ['uri'], (errors) =>
      endpointPage(profile, endpoint, { typed: request.body, errors }),
    )
  })
}

/** @throws NothingHere */
function endpointIn(profile: ProfileView, wanted: string): EndpointView {
  const endpoint = endpointsOf(profile).find(({ id }) => id === wanted)
  if (!endpoint) throw new NothingHere()
  return endpoint
}

const endpointsPage = (profile: ProfileView, nodes: readonly NodeView[]): FrameOptions => ({
  title: section,
  within: { profile: profile.id, section },
  content: table({
    label: section,
    columns: ['Endpoint', 'Path', 'Kind', 'Nodes'],
    rows: endpointsOf(profile).map(({ id, uri, 'endpoint-kind': kind }) => [
      html`<a href="${entryPath(profile.id, section, id)}">${id}</a>`,
      html`<code>${uri}</code>`,
      kind,
      nodes
        .filter(({ endpoints }) => endpoints?.includes(id))
        .map((node) => node.id)
        .join(', ') || 'not deployed',
    ]),
    none: 'There is no endpoint.',
  }),
})

const field: Field = { name: 'uri', label: 'Path', required: true }

const endpointPage = (profile: ProfileView, endpoint: EndpointView, state?: FormState): FrameOptions => ({
  title: `Endpoint ${endpoint.id}`,
  within: { profile: profile.id, section },
  content: html`<p>Kind: <code>${endpoint['endpoint-kind']}</code></p>
${form({ label: 'Endpoint', fields: [field], submit: 'Save', ...(state ?? { typed: { uri: endpoint.uri } }) })}`,
})
