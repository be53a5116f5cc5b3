import type { Reply } from '../../harness/public.ts'

/** The cookies that an answer sets, as a browser sends them back: those with a value. */
export function cookiesOf({ headers }: Reply): string {
  const lines = [headers['set-cookie'] ?? []].flat()
  const pairs = lines.map((line) => line.slice(0, line.indexOf(';')))
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ')
}

/** Whether an answer takes the session cookie away. */
export const endsSession = ({ headers }: Reply): boolean =>
  [headers['set-cookie'] ?? []].flat().some((line) => /^session=;.*Max-Age=0/.test(line))
