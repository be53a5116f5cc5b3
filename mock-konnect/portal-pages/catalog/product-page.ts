import type { FastifyInstance } from 'fastify'
import { html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import type { Site } from '../site.ts'

interface Version {
  id: string
  name: string
  deprecated: boolean
  registration_configs: { name: string }[]
}

/** An API product of a classic portal with its versions, each of which takes registrations of its own. */
export function productPage(app: FastifyInstance, site: Site): void {
  if (site.generation.version !== 'v2') return
  app.get('/products/:product', async (request, reply) => {
    const { product } = request.params as { product: string } // what the route declares
    const path = `/products/${encodeURIComponent(product)}`
    const { name, description } = await site.read<{ name: string; description: string | null }>(request, path)
    const versions = await site.all<Version>(request, `${path}/versions`)
    const row = ({ id, name: version, deprecated, registration_configs: [strategy] }: Version) => [
      html`<a href="${site.at(`${path}/versions/${id}`)}">${version}</a>${deprecated && html` (deprecated)`}`,
      strategy?.name ?? 'none',
    ]
    const content = html`${description !== null && html`<p>${description}</p>`}
<h2>Product versions</h2>
${table({ label: 'Product versions', columns: ['Version', 'Auth Strategy'], rows: versions.map(row), none: 'No version is published here yet.' })}`
    return site.show(request, reply, { title: name, content })
  })
}
