const unreserved = /[A-Za-z0-9\-._~]/

/** Whether every `%` of a URL starts an escape. nginx refuses the others. */
export const escapesAreWhole = (url: string): boolean => !url.includes('%') || !/%(?![0-9A-Fa-f]{2})/.test(url)

/**
 * A path as Kong's router sees and forwards it: escapes of unreserved characters undone, the others in upper case, dot
 * segments resolved, runs of slashes made one (gateway.md 8.1; RFC 3986 section 6.2.2).
 */
export function normalPath(path: string): string {
  if (!path.includes('%') && !path.includes('//') && !path.includes('/.')) return path
  const plain = path.replace(/%[0-9A-Fa-f]{2}/g, (triple) => {
    const character = String.fromCharCode(Number.parseInt(triple.slice(1), 16))
    return unreserved.test(character) ? character : triple.toUpperCase()
  })
  return withoutDots(plain.replace(/\/{2,}/g, '/'))
}

function withoutDots(path: string): string {
  if (!path.includes('/.')) return path
  const kept: string[] = []
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '..') {
      if (kept.length > 1) kept.pop()
    } else if (segment !== '.') kept.push(segment)
  }
  const last = segments.at(-1)
  if (last === '.' || last === '..') kept.push('')
  return kept.join('/') || '/'
}
