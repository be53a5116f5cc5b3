import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import type { Site } from '../site.ts'

/** What both Portal APIs show of an API or an API product in a list. */
interface Listed {
  id: string
  name: string
  description: string | null
  /** APIs alone. */
  slug?: string
  version?: string | null
}

/** What the portal offers: APIs, in a classic one API products. */
export function catalog(app: FastifyInstance, site: Site): void {
  const { version, labels } = site.generation
  const kind = version === 'v2' ? 'products' : 'apis'
  app.get('/', async (request, reply) => {
    const rows = await site.all<Listed>(request, `/${kind}`)
    const addressOf = ({ id, slug }: Listed) => site.at(`/${kind}/${encodeURIComponent(slug ?? id)}`)
    const content = html`${rows.length === 0 && emptyCatalog(site, site.visitOf(request).developer !== undefined)}
<div class="cards">${rows.map((row) => card(row, addressOf(row)))}</div>`
    return site.show(request, reply, { title: labels.catalog, content })
  })
}

const card = ({ name, version, description }: Listed, address: string): Html => html`<article>
<h2><a href="${address}">${name}</a>${typeof version === 'string' && html` <small>${version}</small>`}</h2>
${description !== null && html`<p>${description}</p>`}
</article>`

const emptyCatalog = (site: Site, signedIn: boolean): Html =>
  signedIn
    ? html`<p>Nothing is published in this portal yet.</p>`
    : html`<p>Nothing here is open to everybody. <a href="${site.at('/sign-in')}">Sign in</a> to see what is published.</p>`
