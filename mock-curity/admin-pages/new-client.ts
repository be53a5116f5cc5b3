import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { html } from '../../kit/html.ts'
import type { Ids } from '../../kit/ids.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { secrets } from '../../kit/pages/to-copy.ts'
import { ApiRefusal, fieldErrors } from './administration.ts'
import { clientFields, leavesIn } from './client-form.ts'
import { SentForm, textIn } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { optionsOf } from './labels.ts'
import { entryPath, sectionPath } from './paths.ts'
import { configBackedPath, type ProfileView } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import type { AdminPages } from './visitor.ts'

const section = 'Clients'
const url = `${sectionPath(':profile', section)}/new`

/** New Client: its secret is made here, and shown once. */
export const newClientPages: FastifyPluginAsyncTypebox<AdminPages & { ids: Ids }> = async (app, { enter, ids }) => {
  app.get(url, { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, newClientPage(await visitor.profile(request.params.profile), visitor.returned(reply)))
  })

  app.post(url, { schema: { params: ProfileParams, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const id = textIn(request.body, 'id')
    const secret = textIn(request.body, method) === 'secret' ? ids.secret('client_secret') : undefined
    const authentication = secret === undefined ? { [method]: true } : { secret }
    try {
      await visitor.api.create(configBackedPath(profile.id), 'client', {
        id,
        ...leavesIn(request.body),
        ...authentication,
      })
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 401) throw error
      const errors = fieldErrors(error, [...fieldsOf(profile).map(({ name }) => name)])
      return visitor.show(reply.code(error.status), newClientPage(profile, { typed: request.body, errors }))
    }
    return visitor.show(reply.code(201), secretPage(profile.id, id, secret))
  })
}

/** The leaf of a client without credentials; the form's other choice is a secret. */
const method = 'no-authentication'

const fieldsOf = (profile: ProfileView): Field[] => [
  { name: 'id', label: 'Client ID', required: true },
  ...clientFields(profile),
  {
    name: method,
    label: 'Authentication Method',
    kind: 'select',
    options: [{ value: 'secret', label: 'secret' }, ...optionsOf([method])],
    hint: 'A secret is generated, and shown once.',
  },
]

const newClientPage = (profile: ProfileView, state: FormState = {}): FrameOptions => ({
  title: 'New Client',
  within: { profile: profile.id, section },
  content: form({ label: 'New Client', fields: fieldsOf(profile), submit: 'Create', ...state }),
})

/** The one page that shows a secret. */
export const secretPage = (profile: string, id: string, secret: string | undefined): FrameOptions => ({
  title: 'Secret of the client',
  within: { profile, section },
  notice: 'The change is staged. It takes effect with Changes → Commit.',
  content: html`${secrets([
    { id: 'client-id', label: 'Client ID', value: id },
    ...(secret === undefined ? [] : [{ id: 'client-secret', label: 'Secret', value: secret }]),
  ])}
${secret !== undefined && html`<p class="warning">The secret is shown this once.</p>`}
<p><a class="button" href="${entryPath(profile, section, id)}">Proceed</a></p>`,
})
