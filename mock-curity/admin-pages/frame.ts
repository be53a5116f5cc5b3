import { type Html, html } from '../../kit/html.ts'
import { layout, tabs } from '../../kit/pages/layout.ts'
import { paths, type Section, sectionPath } from './paths.ts'

export interface FrameOptions {
  title: string
  content: Html
  notice?: string | undefined
  /** The part of a token profile that it belongs to. */
  within?: { profile: string; section: Section }
  /** The part of the system. */
  system?: 'General' | 'Admin Service'
}

/** Who looks at a page, from where. */
export interface Viewer {
  name: string
  /** How many changes wait for a commit. */
  staged: number
  url: string
}

/** A page in the frame of the admin UI, its parts named as the product names them (`curity.md` 8). */
export function frame({ title, content, notice, within, system }: FrameOptions, { name, staged, url }: Viewer): string {
  const under = (path: string) => url.split('?', 1)[0]?.startsWith(path) ?? false
  const changes = staged === 0 ? 'Changes' : `Changes (${staged})`
  return layout({
    title,
    brand: { href: paths.start, label: 'Curity admin' },
    links: [
      { href: paths.profiles, label: 'Profiles', current: under(paths.profiles) },
      { href: paths.system, label: 'System', current: under(paths.system) },
      { href: paths.changes, label: changes, current: under(paths.changes) },
    ],
    session: html`<form method="post" action="${paths.signOut}" class="session">${name} <button type="submit" class="secondary outline">Sign out</button></form>`,
    notice,
    content: html`${within && profileTabs(within.profile, within.section)}${system && systemTabs(system)}${content}`,
  })
}

const sections = ['General', 'Endpoints', 'Scopes', 'Clients', 'Token Issuers'] as const

const profileTabs = (profile: string, current: Section): Html =>
  tabs(
    'Token Service',
    sections.map((label) => ({ href: sectionPath(profile, label), label, current: label === current })),
  )

const systemTabs = (current: FrameOptions['system']): Html =>
  tabs('System', [
    { href: paths.system, label: 'General', current: current === 'General' },
    { href: paths.adminService, label: 'Admin Service', current: current === 'Admin Service' },
  ])
