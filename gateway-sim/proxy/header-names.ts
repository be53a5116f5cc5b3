/** Names of answers as servers usually write them. Their case says nothing (RFC 9110 section 5.1), but is what a reader compares by eye. */
const usual = `Accept-Ranges Age Allow Cache-Control Content-Disposition Content-Encoding Content-Language Content-Length
  Content-Location Content-Range Content-Security-Policy Content-Type Date ETag Expires Last-Modified Link Location Pragma
  RateLimit-Limit RateLimit-Remaining RateLimit-Reset Retry-After Server Set-Cookie Strict-Transport-Security Vary
  WWW-Authenticate`
const spellings = new Map(usual.split(/\s+/).map((name) => [name.toLowerCase(), name]))

/** An upstream's header as nginx hands it on: the client that asks gives names in lower case, so of unusual ones it is not known. */
export const spelledUsual = (name: string): string => spellings.get(name) ?? name

/** A header of the node's own. */
export const spelled = (name: string): string =>
  spellings.get(name) ??
  name.replace('ratelimit', 'rateLimit').replace(/(?<=^|-)[a-z]/g, (first) => first.toUpperCase())
