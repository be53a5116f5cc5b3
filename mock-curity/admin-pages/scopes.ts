import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { html } from '../../kit/html.ts'
import { confirmedAction } from '../../kit/pages/actions.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { table } from '../../kit/pages/table.ts'
import { given, isTicked, numberIn, SentForm, textIn } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { entryPath, sectionPath } from './paths.ts'
import { type ProfileView, type ScopeView, scopesOf, serverPath } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import { type AdminPages, NothingHere, saying } from './visitor.ts'

const section = 'Scopes'
const list = sectionPath(':profile', section)
const schema = { params: Type.Object({ profile: Type.String(), scope: Type.String() }) }

/** The scopes of a profile: read, made, edited, deleted. */
export const scopePages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(list, { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, scopesPage(await visitor.profile(request.params.profile), visitor.returned(reply)))
  })

  app.post(list, { schema: { params: ProfileParams, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const create = async () => {
      const scope = { id: textIn(request.body, 'id'), ...leavesIn(request.body) }
      await visitor.api.create(`${serverPath(profile.id)}/scopes`, 'scope', scope)
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, create, ['id', ...leaves], (errors) =>
      scopesPage(profile, { typed: request.body, errors }),
    )
  })

  app.get(`${list}/:scope`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    return visitor.show(reply, scopePage(profile, scopeIn(profile, request.params.scope), visitor.returned(reply)))
  })

  app.post(`${list}/:scope`, { schema: { ...schema, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const scope = scopeIn(profile, request.params.scope)
    const save = async () => {
      const { required: _, 'expose-in-metadata': __, 'time-to-live': ___, ...others } = scope
      await visitor.api.put(scopePath(profile.id, scope.id), { ...others, ...leavesIn(request.body) })
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, save, leaves, (errors) => scopePage(profile, scope, { typed: request.body, errors }))
  })

  app.post(`${list}/:scope/delete`, { schema }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    const scope = scopeIn(profile, request.params.scope)
    const remove = async () => {
      await visitor.api.remove(scopePath(profile.id, scope.id))
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, remove, [], (errors) => scopePage(profile, scope, { errors }))
  })
}

const scopePath = (profile: string, id: string): string =>
  `${serverPath(profile)}/scopes/scope=${encodeURIComponent(id)}`

const leaves = ['required', 'expose-in-metadata', 'time-to-live']

const fields: readonly Field[] = [
  { name: 'required', label: 'Required', kind: 'checkbox' },
  { name: 'expose-in-metadata', label: 'Expose in metadata', kind: 'checkbox' },
  { name: 'time-to-live', label: 'Time to Live', hint: 'Seconds; tokens with this scope live no longer.' },
]

/** A leaf that has its default is not written. */
const leavesIn = (form: SentForm): Record<string, unknown> =>
  given({
    required: isTicked(form, 'required') ? true : undefined,
    'expose-in-metadata': isTicked(form, 'expose-in-metadata') ? undefined : false,
    'time-to-live': numberIn(form, 'time-to-live'),
  })

/** @throws NothingHere */
function scopeIn(profile: ProfileView, wanted: string): ScopeView {
  const scope = scopesOf(profile).find(({ id }) => id === wanted)
  if (!scope) throw new NothingHere()
  return scope
}

const yes = (value: boolean): string => (value ? 'yes' : 'no')

const scopesPage = (profile: ProfileView, state: FormState = { typed: typedOf({ id: '' }) }): FrameOptions => ({
  title: section,
  within: { profile: profile.id, section },
  content: html`${table({
    label: section,
    columns: ['Scope', 'Required', 'In metadata', 'Time to Live'],
    rows: scopesOf(profile).map((scope) => [
      html`<a href="${entryPath(profile.id, section, scope.id)}">${scope.id}</a>`,
      yes(scope.required === true),
      yes(scope['expose-in-metadata'] !== false),
      scope['time-to-live']?.toString() ?? '',
    ]),
    none: 'There is no scope.',
  })}
<h2>New Scope</h2>
${form({ label: 'New Scope', action: sectionPath(profile.id, section), fields: [{ name: 'id', label: 'Name', required: true }, ...fields], submit: 'Create', ...state })}`,
})

function scopePage(profile: ProfileView, scope: ScopeView, { typed, errors }: FormState = {}): FrameOptions {
  const here = entryPath(profile.id, section, scope.id)
  return {
    title: `Scope ${scope.id}`,
    within: { profile: profile.id, section },
    content: html`${form({ label: 'Scope', action: here, fields, submit: 'Save', typed: typed ?? typedOf(scope), errors })}
${confirmedAction({ action: `${here}/delete`, label: 'Delete' }, 'The scope goes with the next commit.')}`,
  }
}

const typedOf = (scope: ScopeView) => ({
  required: String(scope.required === true),
  'expose-in-metadata': String(scope['expose-in-metadata'] !== false),
  'time-to-live': scope['time-to-live']?.toString(),
})
