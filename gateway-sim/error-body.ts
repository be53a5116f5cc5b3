/** A written error: its bytes and their media type. */
export interface ErrorBody {
  type: string
  text: string
}

type Writer = (message: string, requestId: string | undefined) => ErrorBody

const json: Writer = (message, requestId) => ({
  type: 'application/json; charset=utf-8',
  text: [
    '{',
    `  "message":${JSON.stringify(message)}${requestId ? ',' : ''}`,
    ...(requestId ? [`  "request_id":"${requestId}"`] : []),
    '}',
  ].join('\n'),
})

const text: Writer = (message, requestId) => ({
  type: 'text/plain; charset=utf-8',
  text: `${message}\n${requestId ? `request_id: ${requestId}\n` : ''}`,
})

const xml: Writer = (message, requestId) => ({
  type: 'application/xml; charset=utf-8',
  text: lines(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<error>',
    `  <message>${escaped(message)}</message>`,
    ...(requestId ? [`  <requestid>${requestId}</requestid>`] : []),
    '</error>',
  ),
})

const html: Writer = (message, requestId) => ({
  type: 'text/html; charset=utf-8',
  text: lines(
    ...['<!doctype html>', '<html>', '  <head>', '    <meta charset="utf-8">', '    <title>Error</title>', '  </head>'],
    ...['  <body>', '    <h1>Error</h1>', `    <p>${escaped(message)}.</p>`],
    ...(requestId ? [`    <p>request_id: ${requestId}</p>`] : []),
    ...['  </body>', '</html>'],
  ),
})

const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('')

const writers: Readonly<Record<string, Writer>> = {
  'application/json': json,
  'text/plain': text,
  'text/html': html,
  'application/xml': xml,
  'text/xml': xml,
}

const escaped = (message: string) =>
  message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** nginx's page for a status of its own (gateway.md 10, row 62). */
export const nginxPage = (title: string): ErrorBody => ({
  type: 'text/html',
  text: [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n'),
})

/** The compact form in which plugins leave a request. */
export const exitBody = (message: string): ErrorBody => ({
  type: 'application/json; charset=utf-8',
  text: JSON.stringify({ message }),
})

/**
 * The generic error in the format that `accept` prefers: JSON for none, `*`/`*` or unknown ones (gateway.md 8.3). JSON and text are exact to
 * the byte; of XML and HTML the sheet names the members, and how they are arranged is inferred.
 */
export const errorBody = (message: string, requestId: string | undefined, accept: string | undefined): ErrorBody =>
  (writers[preferred(accept)] ?? json)(message, requestId)

/** The media type of the highest weight; the first of equals. */
function preferred(accept = ''): string {
  let best = ''
  let weight = 0
  for (const part of accept.toLowerCase().split(',')) {
    const [type = '', ...params] = part.split(';').map((piece) => piece.trim())
    const q = Number(params.find((param) => param.startsWith('q='))?.slice(2) ?? 1)
    if (q > weight) [best, weight] = [type, q]
  }
  return best
}
