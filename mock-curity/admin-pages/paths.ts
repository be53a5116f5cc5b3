/** Where the pages are. */
export const paths = {
  start: '/admin',
  signIn: '/admin/sign-in',
  signOut: '/admin/sign-out',
  profiles: '/admin/profiles',
  system: '/admin/system',
  adminService: '/admin/system/admin-service',
  changes: '/admin/changes',
  commit: '/admin/changes/commit',
  discard: '/admin/changes/discard',
} as const

/** The parts of a token profile, by their labels (`curity.md` 8). */
export type Section = 'General' | 'Endpoints' | 'Scopes' | 'Clients' | 'Token Issuers'

/** A profile, and one of its parts, in the address of a page. @param profile its id, or `:profile` in a route */
export const profilePage = (profile: string): string =>
  `${paths.profiles}/${profile.startsWith(':') ? profile : encodeURIComponent(profile)}`

/** The page of a part. */
export const sectionPath = (profile: string, section: Section): string =>
  `${profilePage(profile)}/${section.toLowerCase().replace(' ', '-')}`

/** A page of one thing within a part. */
export const entryPath = (profile: string, section: Section, ...keys: readonly string[]): string =>
  [sectionPath(profile, section), ...keys.map(encodeURIComponent)].join('/')

/** Where registration is switched on and set up. */
export const registrationPath = (profile: string): string => `${profilePage(profile)}/general/dynamic-registration`
