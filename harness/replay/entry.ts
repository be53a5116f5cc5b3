/** An entry of an archive as far as a replay reads it, whatever a program wrote: what is of another kind is as if it were not there. */
export interface Entry {
  startedDateTime: string
  request: {
    method: string
    url: string
    headers: Pair[]
    cookies: Pair[]
    bodySize: number
    postData: { mimeType: string; text: string | undefined; params: Pair[]; isBase64: boolean }
  }
  response: {
    status: number
    headers: Pair[]
    content: { mimeType: string; text: string | undefined; isBase64: boolean }
  }
  marks: Marks
}

type Pair = [name: string, value: string]

/** What programs add of their own. */
export interface Marks {
  /** Chrome's kind of resource. */
  resourceType: string
  isFromCache: boolean
  hasSocketMessages: boolean
  /** Why no answer came. */
  error: string
  /** Ours: who recorded it, who called, and where it stands in its trace. */
  server: string | undefined
  caller: string | undefined
  span: string | undefined
  parent: string | undefined
}

/** The entry that a document has. */
export function entryOf(document: unknown): Entry {
  const entry = objectOf(document)
  const [request, response] = [objectOf(entry.request), objectOf(entry.response)]
  const [postData, content, trace] = [objectOf(request.postData), objectOf(response.content), objectOf(entry._trace)]
  return {
    startedDateTime: textOf(entry.startedDateTime) ?? '',
    request: {
      method: textOf(request.method) ?? '',
      url: textOf(request.url) ?? '',
      headers: pairsOf(request.headers),
      cookies: pairsOf(request.cookies),
      bodySize: Number(request.bodySize) || 0,
      postData: {
        mimeType: textOf(postData.mimeType) ?? '',
        text: textOf(postData.text),
        params: pairsOf(postData.params),
        isBase64: (postData.encoding ?? postData._encoding) === 'base64',
      },
    },
    response: {
      status: Number(response.status) || 0,
      headers: pairsOf(response.headers),
      content: {
        mimeType: textOf(content.mimeType) ?? '',
        text: textOf(content.text),
        isBase64: content.encoding === 'base64',
      },
    },
    marks: {
      resourceType: textOf(entry._resourceType) ?? '',
      // Safari says whence an answer came in words.
      isFromCache: Boolean(entry._fromCache) || /cache/i.test(textOf(entry._fetchType) ?? ''),
      hasSocketMessages: Array.isArray(entry._webSocketMessages),
      error: textOf(entry._error) ?? textOf(response._error) ?? '',
      server: textOf(entry._server),
      caller: textOf(entry._caller),
      span: textOf(trace.span),
      parent: textOf(trace.parent),
    },
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Names and values; a value that is missing is empty. */
const pairsOf = (list: unknown): Pair[] =>
  (Array.isArray(list) ? list : []).flatMap((item: unknown): Pair[] => {
    const { name, value = '' } = objectOf(item)
    return typeof name === 'string' ? [[name, String(value ?? '')]] : []
  })
