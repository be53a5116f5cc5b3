import type { Link } from '../../../kit/pages/layout.ts'
import { at } from '../places.ts'

/** The two tabs of Application Auth (`konnect.md` 13.1). */
export const authTabs = (current: 'Auth Strategy' | 'DCR Providers'): Link[] => [
  { href: at.strategies, label: 'Auth Strategy', current: current === 'Auth Strategy' },
  { href: at.providers, label: 'DCR Providers', current: current === 'DCR Providers' },
]
