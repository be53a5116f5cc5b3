import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { html } from '../../kit/html.ts'
import { table } from '../../kit/pages/table.ts'
import { paths, profilePage, registrationPath, sectionPath } from './paths.ts'
import { serverOf } from './profile-view.ts'
import type { AdminPages } from './visitor.ts'

/** Names the profile that a page is about. */
export const ProfileParams = Type.Object({ profile: Type.String() })

/** Profiles, and what is general about one. */
export const profilePages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(paths.profiles, async (request, reply) => {
    const visitor = enter(request)
    const profiles = ((await visitor.api.read('base:profiles/profile')) ?? []) as { id: string; type: string }[] // a list, as RESTCONF has it
    return visitor.show(reply, {
      title: 'Profiles',
      content: table({
        label: 'Profiles',
        columns: ['Profile', 'Id', 'Type'],
        rows: profiles.map(({ id, type }) => [
          html`<a href="${sectionPath(id, 'General')}">Token Service</a>`,
          html`<code>${id}</code>`,
          html`<code>${type}</code>`,
        ]),
        none: 'There is no profile.',
      }),
    })
  })

  app.get(profilePage(':profile'), { schema: { params: ProfileParams } }, async (request, reply) =>
    reply.redirect(sectionPath(request.params.profile, 'General'), 303),
  )

  app.get(sectionPath(':profile', 'General'), { schema: { params: ProfileParams } }, async (request, reply) => {
    const visitor = enter(request)
    const profile = await visitor.profile(request.params.profile)
    const registration = serverOf(profile)['dynamic-client-registration']
    return visitor.show(reply, {
      title: 'General',
      within: { profile: profile.id, section: 'General' },
      content: html`<dl>
<dt>Profile</dt><dd><code>${profile.id}</code> (<code>${profile.type}</code>)</dd>
<dt>Client capabilities</dt><dd>${Object.keys(serverOf(profile)['client-capabilities'] ?? {}).join(', ') || 'none'}</dd>
<dt>Dynamic Registration</dt><dd><a href="${registrationPath(profile.id)}">Dynamic Registration</a> is ${registration ? 'enabled' : 'not enabled'}.</dd>
</dl>`,
    })
  })
}
