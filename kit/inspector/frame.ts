import type { FastifyReply } from 'fastify'
import type { ExchangeBus } from '../exchanges.ts'
import { type Html, html } from '../html.ts'
import { type Link, layout } from '../pages/layout.ts'
import { inspectionOf, pagePath } from './inspection.ts'

const assets = '/_mock/_assets'
/** Below `/_mock`. */
export const stylesheetName = '/_assets/inspector.css'
const stylesheet = `/_mock${stylesheetName}`

const sections: readonly Link[] = [
  { href: '/_mock/', label: 'Exchanges' },
  { href: '/_mock/pages/faults', label: 'Faults' },
  { href: '/_mock/pages/clock', label: 'Clock and reset' },
  { href: '/_mock/pages/behaviour', label: 'Behaviour' },
  { href: '/_mock/pages/quirks', label: 'Quirks' },
]

export interface InspectorPage {
  /** The label of its section. */
  section: string
  /** Default: the section. */
  title?: string
  notice?: string | undefined
  content: Html
  live?: boolean
}

/** A page of the inspector, as an answer. @param bus whose inspection it belongs to */
export function sendPage(
  reply: FastifyReply,
  bus: ExchangeBus,
  { section, title = section, ...page }: InspectorPage,
): FastifyReply {
  const added = Array.from(inspectionOf(bus).pages.keys(), (label) => ({ href: pagePath(label), label }))
  const links = [...sections, ...added].map((link) => ({ ...link, current: link.label === section }))
  const brand = { href: '/_mock/', label: 'Inspector' }
  const session = reply.request.headers.cookie?.includes('levers-') && signOutButton
  const shown = { ...page, title, brand, links, assets, stylesheet, ...(session && { session }) }
  return reply.type('text/html; charset=utf-8').send(layout(shown))
}

/** Who signed in may sign out; who is on this machine did neither. */
const signOutButton = html`<form method="post" action="/_mock/sign-out" class="session"><button type="submit" class="secondary outline">Sign out</button></form>`

/** `path` with a query of everything that is said. */
export function urlOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const said = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  const text = new URLSearchParams(said).toString()
  return text === '' ? path : `${path}?${text}`
}
