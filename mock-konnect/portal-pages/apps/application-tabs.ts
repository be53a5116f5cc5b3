import type { Html } from '../../../kit/html.ts'
import { tabs } from '../../../kit/pages/layout.ts'
import type { Site } from '../site.ts'
import { type Application, pageOf } from './application.ts'

/** Current portals have the credentials on a tab of their own (`konnect.md` 13.3). */
export function applicationTabs(
  site: Site,
  application: Application,
  shown: 'overview' | 'credentials',
): Html | undefined {
  if (site.generation.version === 'v2') return undefined
  const href = pageOf(site, application)
  return tabs('Application', [
    { href, label: 'Overview', current: shown === 'overview' },
    { href: `${href}/credentials`, label: 'Credentials', current: shown === 'credentials' },
  ])
}
