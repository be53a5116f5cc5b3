/** A page as it came, or where an answer leads. */
export interface Page {
  status: number
  html: string
  to: string | undefined
  headers: Headers
}

export type Filled = Readonly<Record<string, string | readonly string[]>>

/** Somebody at the pages of one server, with scripts off: keeps cookies as a browser does, and goes where she is led when she wants to. */
export interface Person {
  url: string
  get(path: string): Promise<Page>
  post(path: string, form?: Filled, headers?: Record<string, string>): Promise<Page>
  /** Loses her session, and every other cookie. */
  forget(): void
  /** What a browser would send with each request below `path`. */
  cookies(): { name: string; value: string; path: string }[]
}

export function personAt(url: string): Person {
  const jar = new Map<string, { name: string; value: string; path: string }>()
  const cookieFor = (path: string) =>
    [...jar.values()]
      .filter((cookie) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')

  function keep(header: string): void {
    const [pair = '', ...attributes] = header.split(/; */)
    const [name = '', value = ''] = pair.split(/=(.*)/)
    const path = /path=([^;]*)/i.exec(attributes.join(';'))?.[1] ?? '/'
    if (value === '' || /max-age=0/i.test(header)) jar.delete(`${path} ${name}`)
    else jar.set(`${path} ${name}`, { name, value, path })
  }

  async function go(path: string, init: RequestInit): Promise<Page> {
    const [pathname = ''] = path.split('?', 1)
    const cookie = cookieFor(pathname)
    const answer = await fetch(url + path, {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie !== '' && { cookie }), ...init.headers },
    })
    for (const header of answer.headers.getSetCookie()) keep(header)
    const { status, headers } = answer
    return { status, headers, html: await answer.text(), to: headers.get('location') ?? undefined }
  }

  return {
    url,
    get: (path) => go(path, {}),
    post: (path, form = {}, headers = {}) =>
      go(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(pairsOf(form)).toString(),
      }),
    forget: () => jar.clear(),
    cookies: () => [...jar.values()],
  }
}

const pairsOf = (form: Filled): [string, string][] =>
  Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, String(one)]))
