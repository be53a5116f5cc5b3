/** The slug an API has when none is sent: name and version in lower case, other characters as hyphens (`konnect.md` 7). */
export const slugOf = (name: string, version: string | null): string =>
  [name, version ?? '']
    .join(' ')
    .toLowerCase()
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'api'
