import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { html } from '../../kit/html.ts'
import type { Ids } from '../../kit/ids.ts'
import { actionButton, confirmedAction } from '../../kit/pages/actions.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { clientFields, edited, templateFields, typedOf } from './client-form.ts'
import { SentForm } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { secretPage } from './new-client.ts'
import { entryPath, sectionPath } from './paths.ts'
import { type ClientView, clientPath, clientsOf, type ProfileView } from './profile-view.ts'
import { type AdminPages, NothingHere, saying, type Visitor } from './visitor.ts'

const section = 'Clients'
const url = `${sectionPath(':profile', section)}/:client`
const schema = { params: Type.Object({ profile: Type.String(), client: Type.String() }) }

/** One client of the configuration: edited, enabled and disabled, given another secret, deleted. */
export const clientPages: FastifyPluginAsyncTypebox<AdminPages & { ids: Ids }> = async (app, { enter, ids }) => {
  app.get(url, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const { profile, client } = await found(visitor, request.params)
    return visitor.show(reply, clientPage(profile, client, visitor.returned(reply)))
  })

  app.post(url, { schema: { ...schema, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const { profile, client } = await found(visitor, request.params)
    const save = async () => {
      await visitor.api.put(clientPath(profile.id, client.id), edited(client, request.body))
      return saying(entryPath(profile.id, section, client.id), 'staged')
    }
    const names = fieldsOf(profile).map(({ name }) => name)
    return visitor.attempt(reply, save, names, (errors) => clientPage(profile, client, { typed: request.body, errors }))
  })

  app.post(`${url}/enabled`, { schema: { ...schema, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request)
    const { profile, client } = await found(visitor, request.params)
    const enable = async () => {
      await visitor.api.put(`${clientPath(profile.id, client.id)}/enabled`, request.body.enabled === 'true')
      return saying(entryPath(profile.id, section, client.id), 'staged')
    }
    return visitor.attempt(reply, enable, [], (errors) => clientPage(profile, client, { errors }))
  })

  app.post(`${url}/secret`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const { profile, client } = await found(visitor, request.params)
    const secret = ids.secret('client_secret')
    await visitor.api.put(`${clientPath(profile.id, client.id)}/secret`, secret)
    return visitor.show(reply, secretPage(profile.id, client.id, secret))
  })

  app.post(`${url}/delete`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const { profile, client } = await found(visitor, request.params)
    const remove = async () => {
      await visitor.api.remove(clientPath(profile.id, client.id))
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, remove, [], (errors) => clientPage(profile, client, { errors }))
  })
}

/** @throws NothingHere */
async function found(visitor: Visitor, params: { profile: string; client: string }) {
  const profile = await visitor.profile(params.profile)
  const client = clientsOf(profile).find(({ id }) => id === params.client)
  if (!client) throw new NothingHere()
  return { profile, client }
}

const fieldsOf = (profile: ProfileView): Field[] => [...clientFields(profile), ...templateFields(profile)]

function clientPage(
  profile: ProfileView,
  client: ClientView,
  { typed = typedOf(client), errors }: FormState = {},
): FrameOptions {
  const here = entryPath(profile.id, section, client.id)
  const enabled = client.enabled !== false
  return {
    title: `Client ${client.id}`,
    within: { profile: profile.id, section },
    content: html`<p>Authentication Method: <code>${methodOf(client)}</code>. ${enabled ? 'Enabled' : 'Disabled'}.</p>
<div class="actions">
${actionButton({ action: `${here}/enabled`, label: enabled ? 'Disable' : 'Enable', values: { enabled: String(!enabled) } })}
${confirmedAction({ action: `${here}/secret`, label: 'New secret' }, 'With the next commit the old secret is refused.')}
${confirmedAction({ action: `${here}/delete`, label: 'Delete' }, 'The client goes with the next commit.')}
</div>
${form({ label: 'Client', action: here, fields: fieldsOf(profile), submit: 'Save', typed, errors })}`,
  }
}

/** How it proves who it is: the leaf that says so (`curity.md` 6). */
const methodOf = (client: ClientView): string => methods.find((name) => name in client) ?? 'none'

const methods = [
  'secret',
  'asymmetric-key',
  'symmetric-key',
  'jwks-uri',
  'assertion-jwt-validation',
  'mutual-tls',
  'mutual-tls-by-proxy',
  'no-authentication',
]
