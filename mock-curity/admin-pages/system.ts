import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { html } from '../../kit/html.ts'
import { nodesOf } from './nodes.ts'
import { paths } from './paths.ts'
import type { EmptyLeaf } from './profile-view.ts'
import type { AdminPages, Visitor } from './visitor.ts'

interface EnvironmentView {
  'base-url'?: string
  'admin-service'?: { http?: { 'base-url'?: string; 'web-ui'?: EmptyLeaf; restconf?: EmptyLeaf } }
}

/** System: read only; these decide how the server is reached, and pages that can cut themselves off help nobody. */
export const systemPages: FastifyPluginAsyncTypebox<AdminPages> = async (app, { enter }) => {
  app.get(paths.system, async (request, reply) => {
    const visitor = enter(request)
    const nodes = await nodesOf(visitor.api)
    return visitor.show(reply, {
      title: 'General',
      system: 'General',
      content: html`<dl>
<dt>Base URL</dt><dd><code>${(await environment(visitor))['base-url']}</code></dd>
<dt>Nodes</dt><dd>${nodes.map(({ id }) => id).join(', ')}</dd>
</dl>`,
    })
  })

  app.get(paths.adminService, async (request, reply) => {
    const visitor = enter(request)
    const http = (await environment(visitor))['admin-service']?.http
    return visitor.show(reply, {
      title: 'Admin Service',
      system: 'Admin Service',
      content: html`<dl>
<dt>Base URL</dt><dd>${http?.['base-url'] === undefined ? 'not set' : html`<code>${http['base-url']}</code>`}</dd>
<dt>RESTCONF</dt><dd>${http?.restconf ? html`enabled, at <code>/admin/api/restconf</code>` : 'not enabled'}</dd>
<dt>Web UI</dt><dd>enabled</dd>
</dl>`,
    })
  })
}

const environment = async ({ api }: Visitor): Promise<EnvironmentView> =>
  ((await api.read('base:environments/environment')) ?? {}) as EnvironmentView // as RESTCONF has it
