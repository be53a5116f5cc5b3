import { type Html, html } from '../../kit/html.ts'
import { type Link, layout, tabs } from '../../kit/pages/layout.ts'
import { at } from './places.ts'

/** The parts of Konnect, as its main menu has them. */
export type Section = 'Gateway Manager' | 'API Products' | 'APIs' | 'Dev Portal' | 'Application Auth'

const sections: readonly { label: Section; href: string }[] = [
  { label: 'Gateway Manager', href: at.gateway },
  { label: 'API Products', href: at.products },
  { label: 'APIs', href: at.apis },
  { label: 'Dev Portal', href: at.portals },
  { label: 'Application Auth', href: at.strategies },
]

/** What one page shows. */
export interface Shown {
  title: string
  section?: Section
  trail?: readonly Link[]
  /** Pages that stand beside this one. */
  tabs?: readonly Link[]
  content: Html | Html[]
}

/** What was just done, said on the page that comes after it. */
export const notices = {
  created: 'Created.',
  saved: 'Saved.',
  overwritten: 'Saved. The earlier configuration was overwritten.',
  deleted: 'Deleted.',
  published: 'Published.',
  unpublished: 'Unpublished.',
  linked: 'Linked.',
  unlinked: 'Unlinked.',
  approved: 'Approved.',
  rejected: 'Rejected.',
  revoked: 'Revoked.',
}
export type Notice = keyof typeof notices

const noticeOf = (name: unknown): string | undefined =>
  typeof name === 'string' && Object.hasOwn(notices, name) ? notices[name as Notice] : undefined // just checked

/** @param done the name of a notice, as the address has it */
export const page = ({ title, section, trail, content, ...beside }: Shown, done?: unknown): string =>
  layout({
    title,
    brand: { href: at.overview, label: 'Konnect' },
    links: sections.map((each) => ({ ...each, current: each.label === section })),
    session: html`<form method="post" action="${at.signOut}" class="session"><button type="submit" class="secondary outline">Sign out</button></form>`,
    trail,
    notice: noticeOf(done),
    content: html`${beside.tabs && tabs(title, beside.tabs)}${content}`,
  })

/** A page before or outside a session. */
export const bare = (title: string, content: Html): string =>
  layout({ title, brand: { href: at.overview, label: 'Konnect' }, content })
