import type { HarEntry } from '../../kit/har-schema.ts'
import type { Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'

/** What programs add to an entry of their own, as far as it tells that it is not to be made again. */
export type EntryMarks = HarEntry & {
  /** Chrome. */
  _resourceType?: unknown
  _fromCache?: unknown
  _error?: unknown
  _webSocketMessages?: unknown
  /** Safari. */
  _fetchType?: unknown
  response: HarEntry['response'] & { _error?: unknown }
}

const assetTypes = new Set(['script', 'stylesheet', 'image', 'font', 'media', 'manifest', 'texttrack', 'ping'])
const assetMedia =
  /^(text\/css|image\/|font\/|audio\/|video\/|(text|application)\/(x-)?javascript|application\/(wasm|manifest\+json|font))/i
const assetPaths = /\.(m?js|css|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|wasm|webmanifest)$/i

/** Why an entry is not made again, whatever server it went to; undefined: it is. */
export function whyLeftOut(entry: EntryMarks): string | undefined {
  const { request, response, _fromCache, _fetchType, _webSocketMessages } = entry
  if (request.method === 'CONNECT') return 'a tunnel of a proxy'
  if (/^wss?:/.test(request.url) || response.status === 101 || Array.isArray(_webSocketMessages)) return 'a WebSocket'
  if (!/^https?:/.test(request.url)) return 'no request over HTTP'
  if (_fromCache || /cache/i.test(String(_fetchType ?? '')) || response.status === 304)
    return "from the browser's cache"
  const error = String(entry._error ?? response._error ?? '')
  if (/BLOCKED|ABORTED/i.test(error)) return `never answered: ${error}`
  return isAsset(entry) ? 'a file of a page' : undefined
}

function isAsset({ request, response, _resourceType }: EntryMarks): boolean {
  if (request.method !== 'GET') return false
  if (assetTypes.has(String(_resourceType ?? ''))) return true
  return assetPaths.test(new URL(request.url).pathname) || assetMedia.test(response.content?.mimeType ?? '')
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
