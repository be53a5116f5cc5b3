import type { IncomingMessage } from 'node:http'
import { masked } from '../../kit/redact.ts'

/**
 * Masks credentials that stand under names of an operator's choice, so that no exchange keeps them: the recorder can know usual
 * names only. What goes to the upstream is made from `rawHeaders` and the parsed target, which stay as they are.
 */
export function conceal(raw: IncomingMessage, names: readonly string[]): void {
  for (const name of names) {
    const lower = name.toLowerCase()
    if (raw.headers[lower] !== undefined) raw.headers[lower] = masked
  }
  const [path, query] = raw.url?.split(/\?(.*)/s) ?? []
  if (query)
    raw.url = `${path}?${query
      .split('&')
      .map((pair) => concealed(pair, names))
      .join('&')}`
}

function concealed(pair: string, names: readonly string[]): string {
  const [name = ''] = pair.split('=', 1)
  const [plain = ''] = new URLSearchParams(`${name}=`).keys()
  return names.includes(plain) ? `${name}=${masked}` : pair
}
