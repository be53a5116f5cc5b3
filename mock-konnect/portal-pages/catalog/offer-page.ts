import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../../kit/html.ts'
import { table } from '../../../kit/pages/table.ts'
import { copyButton } from '../../../kit/pages/to-copy.ts'
import type { PortalStrategy } from '../../model/portal-strategy.ts'
import type { Site } from '../site.ts'
import { addressIn, curlLines, type KnownCredentials } from './curl-lines.ts'
import { type Offer, offerAt, offerPath, specificationOf } from './offers.ts'

interface Registered {
  id: string
  name: string
  registration_status: string
}

/** The page of an API or a product version: how it is called, and which applications may. */
export function offerPage(app: FastifyInstance, site: Site): void {
  const { labels } = site.generation
  app.get(offerPath(site), async (request, reply) => {
    const offer = await offerAt(site, request)
    const specification = await specificationOf(site, request, offer)
    const isStranger = site.visitOf(request).developer === undefined
    const registered = isStranger ? [] : await site.all<Registered>(request, offer.applications)
    const content = html`${offer.description !== null && html`<p>${offer.description}</p>`}
${offer.strategy ? howToCall(offer.strategy) : html`<p>No credentials are needed, and no registration is taken.</p>`}
${offer.open && html`<p><a href="${site.at(`${offer.path}/use`)}" class="button">${labels.use}</a></p>`}
${offer.strategy && !offer.open && html`<p>Registration is closed.</p>`}
${callSection(site, offer, specification)}
${registered.length > 0 && html`<h2>Your applications</h2>${applicationsTable(site, registered)}`}`
    return site.show(request, reply, { title: offer.name, content })
  })
}

const howToCall = ({ name, auth_methods, key_names }: PortalStrategy): Html =>
  html`<p>Authentication: <strong>${name}</strong> (${[...(auth_methods ?? []), ...(key_names ?? [])].join(', ')})</p>`

/** The lines by which the offer is called. */
export function callSection(
  site: Site,
  { strategy }: Offer,
  specification: string | undefined,
  known: KnownCredentials = {},
): Html {
  const address = specification === undefined ? undefined : addressIn(specification, site.gatewayUrl())
  const lines = strategy && address !== undefined ? curlLines(strategy, address, known) : []
  if (lines.length === 0) return html``
  return html`<h2>Call it</h2>
${lines.map(lineToCopy)}`
}

function lineToCopy(line: string, at: number): Html {
  const id = `curl-${at + 1}`
  return html`<div class="line"><pre tabindex="0" aria-label="Call by curl"><code id="${id}">${line}</code></pre>${copyButton(id, 'this line')}</div>`
}

const applicationsTable = (site: Site, rows: readonly Registered[]): Html =>
  table({
    label: 'Your applications',
    columns: ['Application', 'Registration'],
    rows: rows.map(({ id, name, registration_status }) => [
      html`<a href="${site.at(`/application/${id}`)}">${name}</a>`,
      registration_status,
    ]),
    none: 'None yet.',
  })
