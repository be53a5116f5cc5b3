import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../../kit/html.ts'
import { type FormState, form, type Typed } from '../../../kit/pages/form.ts'
import type { Generation } from '../generation.ts'
import { refusalIn } from '../refusal.ts'
import { type Site, textIn, typedIn } from '../site.ts'
import { type Application, apiPathOf, applicationAt, pageOf } from './application.ts'
import { applicationFields, busy, fieldNames } from './application-form.ts'

/** Changes an application; its strategy is fixed for life (`konnect.md` 9.4). */
export function editApplication(app: FastifyInstance, site: Site): void {
  const path = '/application/:application/update'
  const fieldsOf = ({ auth_strategy }: Application) => applicationFields(site.generation, auth_strategy)
  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    application: Application,
    state: FormState,
    status = 200,
  ) =>
    site.show(request, reply, {
      title: `Update ${application.name}`,
      status,
      content: form({
        label: 'Update Application',
        fields: fieldsOf(application),
        submit: 'Update',
        busy,
        beside: html`<a href="${pageOf(site, application)}">Cancel</a>`,
        ...state,
      }),
    })

  app.get(path, async (request, reply) => {
    const application = await applicationAt(site, request)
    return show(request, reply, application, { typed: asTyped(application), ...site.returned(request, reply) })
  })

  app.post(path, async (request, reply) => {
    const typed = typedIn(request)
    const application = await applicationAt(site, request)
    const names = fieldNames(fieldsOf(application))
    const changes = changesIn(typed, application, names, site.generation)
    const answer = await site.act(request, 'PATCH', apiPathOf(request), changes)
    if (answer.status >= 300) {
      return show(request, reply, application, { typed, ...refusalIn(answer, names) }, answer.status)
    }
    return reply.redirect(`${pageOf(site, application)}?done=updated`, 303)
  })
}

const asTyped = ({ name, description, redirect_uri, scopes, reference_id, client_id }: Application): Typed => ({
  name,
  ...{ description: description ?? '', redirect_uri: redirect_uri ?? '', scopes: scopes ?? [] },
  ...{ reference_id, client_id },
})

/** The members that are typed otherwise than they are. Only current portals can be told that there is no redirect URI. */
function changesIn(typed: Typed, application: Application, names: readonly string[], { version }: Generation): object {
  const before = asTyped(application)
  const changed = names.filter((name) => name !== 'scopes' && textIn(typed, name) !== textIn(before, name))
  const asked = (name: string) => {
    const value = textIn(typed, name)
    return value === '' && name === 'redirect_uri' && version === 'v3' ? null : value
  }
  const scopes = [typed.scopes ?? []].flat()
  const scopesChanged = names.includes('scopes') && scopes.join(' ') !== [before.scopes ?? []].flat().join(' ')
  return { ...Object.fromEntries(changed.map((name) => [name, asked(name)])), ...(scopesChanged && { scopes }) }
}
