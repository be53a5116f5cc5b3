import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { type Html, html } from '../../kit/html.ts'
import { confirmedAction } from '../../kit/pages/actions.ts'
import { type Field, type FormState, form } from '../../kit/pages/form.ts'
import { table } from '../../kit/pages/table.ts'
import { dataSource } from '../configuration/defaults.ts'
import { given, isTicked, SentForm, textIn } from './forms.ts'
import type { FrameOptions } from './frame.ts'
import { entryPath, sectionPath } from './paths.ts'
import { type IssuerView, type ProfileView, profilePath } from './profile-view.ts'
import { ProfileParams } from './profiles.ts'
import { type AdminPages, NothingHere, saying } from './visitor.ts'

const IssuerParams = Type.Object({
  profile: Type.String(),
  id: Type.String(),
  issuerType: Type.String(),
  purposeType: Type.String(),
})

const section = 'Token Issuers'
const newPath = `${sectionPath(':profile', section)}/new`
const onePath = `${sectionPath(':profile', section)}/:id/:issuerType/:purposeType`

/** Token issuers: the form of access tokens, and the issuers of a profile's own. */
export const tokenIssuerPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(sectionPath(':profile', section), { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, issuersPage(await visitor.profile(request.params.profile), visitor.returned(reply)))
  })

  app.post(
    sectionPath(':profile', section),
    { schema: { params: ProfileParams, body: SentForm } },
    async (request, reply) => {
      const visitor = enter(request, request.body)
      const profile = await visitor.profile(request.params.profile)
      const leaf = `${issuersOf(profile.id)}/default-token-issuer/access-token-as-jwt`
      const save = async () => {
        if (isTicked(request.body, asJwt)) await visitor.api.put(leaf, [null])
        else if (isJwt(profile)) await visitor.api.remove(leaf)
        return saying(sectionPath(profile.id, section), 'staged')
      }
      return visitor.attempt(reply, save, [asJwt], (errors) => issuersPage(profile, { typed: request.body, errors }))
    },
  )

  app.get(newPath, { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    return visitor.show(reply, newIssuerPage(await visitor.profile(request.params.profile), visitor.returned(reply)))
  })

  app.post(newPath, { schema: { params: ProfileParams, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const profile = await visitor.profile(request.params.profile)
    const [id = '', issuerType = '', purposeType = ''] = keyFields.map(({ name }) => textIn(request.body, name))
    const create = async () => {
      const issuer = { id, 'issuer-type': issuerType, 'purpose-type': purposeType }
      await visitor.api.create(issuersOf(profile.id), 'custom-token-issuer', {
        ...issuer,
        'data-sources': { 'tokens-data-source-id': dataSource },
      })
      return saying(entryPath(profile.id, section, id, issuerType, purposeType), 'staged')
    }
    return visitor.attempt(reply, create, namesOf(keyFields), (errors) =>
      newIssuerPage(profile, { typed: request.body, errors: { ...errors } }),
    )
  })

  app.get(onePath, { schema: { params: IssuerParams } }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    return visitor.show(reply, issuerPage(profile, issuerIn(profile, request.params), visitor.returned(reply)))
  })

  app.post(onePath, { schema: { params: IssuerParams, body: SentForm } }, async (request, reply) => {
    const visitor = enter(request, request.body)
    const { body, params } = request
    const profile = await visitor.profile(params.profile)
    const issuer = issuerIn(profile, params)
    const save = async () => {
      const [source, signingKey, keystore] = settingFields.map(({ name }) => textIn(body, name))
      await visitor.api.put(issuerPath(profile.id, issuer), {
        ...issuer,
        'data-sources': given({ 'tokens-data-source-id': source }),
        jwt: {
          ...issuer.jwt,
          ...unset,
          ...given({ 'signing-key-id': signingKey, 'verification-keystore-id': keystore }),
        },
      })
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, save, namesOf(settingFields), (errors) =>
      issuerPage(profile, issuer, { typed: body, errors }),
    )
  })

  app.post(`${onePath}/delete`, { schema: { params: IssuerParams } }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    const issuer = issuerIn(profile, request.params)
    const remove = async () => {
      await visitor.api.remove(issuerPath(profile.id, issuer))
      return saying(sectionPath(profile.id, section), 'staged')
    }
    return visitor.attempt(reply, remove, [], (errors) => issuerPage(profile, issuer, { errors }))
  })
}

const asJwt = 'access-token-as-jwt'

const unset = { 'signing-key-id': undefined, 'verification-keystore-id': undefined }

const keyFields: readonly Field[] = [
  { name: 'id', label: 'Name', required: true },
  { name: 'issuer-type', label: 'Issuer Type', kind: 'select', options: [{ value: 'jwt', label: 'jwt' }] },
  { name: 'purpose-type', label: 'Purpose Type', kind: 'select', options: [{ value: 'userinfo', label: 'userinfo' }] },
]

const settingFields: readonly Field[] = [
  {
    name: 'tokens-data-source-id',
    label: 'Tokens Data Source ID',
    kind: 'select',
    options: [{ value: dataSource, label: dataSource }],
  },
  { name: 'signing-key-id', label: 'Signing Key', hint: 'The id of a signing key; default-signing-key is there.' },
  { name: 'verification-keystore-id', label: 'Verification KeyStore' },
]

const namesOf = (fields: readonly Field[]): string[] => fields.map(({ name }) => name)

const issuersOf = (profile: string): string => `${profilePath(profile)}/token-issuers`

const issuerPath = (profile: string, issuer: IssuerView): string =>
  `${issuersOf(profile)}/custom-token-issuer=${keysOf(issuer).map(encodeURIComponent).join(',')}`

const keysOf = ({ id, 'issuer-type': issuerType, 'purpose-type': purposeType }: IssuerView): string[] => [
  id,
  issuerType,
  purposeType,
]

const isJwt = (profile: ProfileView): boolean =>
  profile['token-issuers']?.['default-token-issuer']?.[asJwt] !== undefined

const customIn = (profile: ProfileView): readonly IssuerView[] =>
  profile['token-issuers']?.['custom-token-issuer'] ?? []

/** @throws NothingHere */
function issuerIn(profile: ProfileView, wanted: { id: string; issuerType: string; purposeType: string }): IssuerView {
  const found = customIn(profile).find(
    (issuer) => keysOf(issuer).join() === [wanted.id, wanted.issuerType, wanted.purposeType].join(),
  )
  if (!found) throw new NothingHere()
  return found
}

function issuersPage(
  profile: ProfileView,
  state: FormState = { typed: { [asJwt]: String(isJwt(profile)) } },
): FrameOptions {
  return {
    title: section,
    within: { profile: profile.id, section },
    content: html`${form({
      label: 'Default Token Issuer',
      fields: [
        {
          name: asJwt,
          label: 'Use Access Token as JWT',
          kind: 'checkbox',
          hint: 'Otherwise access tokens are opaque, and a gateway has to introspect them.',
        },
      ],
      submit: 'Save',
      ...state,
    })}
<h2>Custom Token Issuers</h2>
${table({
  label: 'Custom Token Issuers',
  columns: ['Name', 'Issuer Type', 'Purpose Type'],
  rows: customIn(profile).map((issuer) => issuerRow(profile, issuer)),
  none: 'There is no custom token issuer.',
})}
<p><a class="button" href="${entryPath(profile.id, section, 'new')}">New Token Issuer</a></p>`,
  }
}

const issuerRow = (profile: ProfileView, issuer: IssuerView): (Html | string)[] => [
  html`<a href="${entryPath(profile.id, section, ...keysOf(issuer))}">${issuer.id}</a>`,
  issuer['issuer-type'],
  issuer['purpose-type'],
]

const newIssuerPage = (profile: ProfileView, state: FormState = {}): FrameOptions => ({
  title: 'New Token Issuer',
  within: { profile: profile.id, section },
  content: form({ label: 'New Token Issuer', fields: keyFields, submit: 'Create', ...state }),
})

function issuerPage(
  profile: ProfileView,
  issuer: IssuerView,
  { typed = typedOf(issuer), errors }: FormState = {},
): FrameOptions {
  const here = entryPath(profile.id, section, ...keysOf(issuer))
  return {
    title: 'Edit Custom Token Issuer',
    within: { profile: profile.id, section },
    content: html`<p>${issuer.id}: ${issuer['issuer-type']}, ${issuer['purpose-type']}</p>
${form({ label: 'Edit Custom Token Issuer', action: here, fields: settingFields, submit: 'Save', typed, errors })}
${confirmedAction({ action: `${here}/delete`, label: 'Delete' }, `The token issuer ${issuer.id} goes with the next commit.`)}`,
  }
}

const typedOf = ({ 'data-sources': sources, jwt }: IssuerView) => ({
  'tokens-data-source-id': sources?.['tokens-data-source-id'],
  'signing-key-id': jwt?.['signing-key-id'],
  'verification-keystore-id': jwt?.['verification-keystore-id'],
})
