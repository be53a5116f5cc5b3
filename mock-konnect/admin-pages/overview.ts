import { html } from '../../kit/html.ts'
import { at } from './places.ts'
import type { Site } from './site.ts'

/** The order in which an empty Konnect becomes one with a published API. */
const steps = [
  {
    href: `${at.provider}/create`,
    label: 'New DCR Provider',
    text: 'where Konnect registers a client for each application',
  },
  { href: `${at.strategy}/create`, label: 'New Auth Strategy', text: 'how applications authenticate at the gateway' },
  { href: at.gateway, label: 'Gateway Manager', text: 'a service for the API, and a route to it' },
  { href: `${at.portals}/create`, label: 'New Portal', text: 'where developers find the API' },
  { href: at.apis, label: 'APIs', text: 'an API, the service behind it, and its publication in a portal' },
  { href: at.products, label: 'API Products', text: 'the same for classic portals: product, version, publication' },
]

/** The first page. */
export const overview = (site: Site): void =>
  site.page(at.overview, async () => ({
    title: 'Overview',
    content: html`<p>From an empty Konnect to an API that developers can use:</p>
<ol>${steps.map(({ href, label, text }) => html`<li><a href="${href}">${label}</a>: ${text}</li>`)}</ol>`,
  }))
