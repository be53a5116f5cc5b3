import type { Entry } from './entry.ts'
import type { Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'

const assetTypes = new Set(['script', 'stylesheet', 'image', 'font', 'media', 'manifest', 'texttrack', 'ping'])
const assetMedia =
  /^(text\/css|image\/|font\/|audio\/|video\/|(text|application)\/(x-)?javascript|application\/(wasm|manifest\+json|font))/i
const assetPaths = /\.(m?js|css|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|wasm|webmanifest)$/i

/** Why an entry is not made again, whatever server it went to; undefined: it is. */
export function whyLeftOut({ request, response, marks }: Entry): string | undefined {
  if (request.method === 'CONNECT') return 'a tunnel of a proxy'
  if (/^wss?:/.test(request.url) || response.status === 101 || marks.hasSocketMessages) return 'a WebSocket'
  if (!/^https?:/.test(request.url)) return 'no request over HTTP'
  if (marks.isFromCache || response.status === 304) return "from the browser's cache"
  if (/BLOCKED|ABORTED/i.test(marks.error)) return `never answered: ${marks.error}`
  const isAsset =
    assetTypes.has(marks.resourceType) ||
    assetPaths.test(new URL(request.url).pathname) ||
    assetMedia.test(response.content.mimeType)
  return request.method === 'GET' && isAsset ? 'a file of a page' : undefined
}

/** The same for what only some servers of ours have. */
export function whyNotHere({ method, url, headers, answer }: ArchivedCall, place: Place): string | undefined {
  const { pathname } = new URL(url)
  if (/^\/_mock(\/|$)/.test(pathname)) return 'a lever of ours'
  const isPreflight = method === 'OPTIONS' && headers.some(([name]) => /^access-control-request-method$/i.test(name))
  if (isPreflight && place !== 'gateway') return 'a preflight of the browser'
  const isPage = method === 'GET' && /^text\/html/.test(String(answer.headers['content-type'] ?? ''))
  const hasPages = /^\/(portal|konnect)\b/.test(pathname)
  return isPage && place === 'konnect' && !hasPages ? "a page that the portal's scripts make" : undefined
}
