import type { FastifyRequest } from 'fastify'
import { type Html, html } from '../../kit/html.ts'
import { layout } from '../../kit/pages/layout.ts'
import { notices } from './notices.ts'
import type { Site, Visit } from './site.ts'

/** A page to be shown. */
export interface Shown {
  title: string
  content: Html
  /** Default 200. */
  status?: number
}

/** A page of a portal, with its navigation and who is signed in. */
export function shownPage(
  { generation, at, visit }: Pick<Site, 'generation' | 'at'> & { visit: Visit },
  { method, url, query }: FastifyRequest,
  { title, content }: Shown,
): string {
  const { labels } = generation
  const [path = ''] = url.split('?', 1)
  const inApps = path.startsWith(at('/my-apps')) || path.startsWith(at('/application'))
  const { done = '' } = query as { done?: string } // a parameter of ours; whatever else it is names no notice
  return layout({
    title,
    brand: { href: at(''), label: visit.portal },
    links: [
      { href: at(''), label: labels.catalog, current: path === at('') || /\/(apis|products)\b/.test(path) },
      { href: at('/my-apps'), label: labels.apps, current: inApps },
      { href: at('/mailbox'), label: 'Mailbox', current: path === at('/mailbox') },
    ],
    session: visit.developer === undefined ? strangerAt(at) : signedIn(at, visit.developer),
    // A form that is sent to the same address has something else to say.
    notice: method === 'GET' ? notices.get(done) : undefined,
    content,
  })
}

const strangerAt = (at: Site['at']): Html =>
  html`<span class="session"><a href="${at('/sign-in')}">Sign in</a><a href="${at('/sign-up')}">Sign up</a></span>`

const signedIn = (at: Site['at'], name: string): Html =>
  html`<form method="post" action="${at('/sign-out')}" class="session"><span>${name}</span><button class="secondary outline">Sign out</button></form>`
