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
]

/** The first page. */
export const overview = (site: Site): void =>
  site.page(at.overview, async () => ({
    title: 'Overview',
    content: html`<p>From an empty Konnect to an API that developers can use:</p>
<ol>${steps.map(({ href, label, text }) => html`<li><a href="${href}">${label}</a>: ${text}</li>`)}</ol>`,
  }))
