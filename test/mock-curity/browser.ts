/** Walks through pages as a browser does: keeps cookies by path, and follows redirects until `stop` says so. */
export function browser() {
  const cookies = new Map<string, { path: string; pair: string }>()

  const cookieHeader = (url: URL) =>
    [...cookies.values()]
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ pair }) => pair)
      .join('; ')

  const keep = (response: Response) => {
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim())
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
      const key = `${path} ${pair.split('=', 1)[0]}`
      const expired = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))
      if (expired) cookies.delete(key)
      else cookies.set(key, { path, pair })
    }
  }

  async function request(url: URL, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: cookieHeader(url), ...init.headers },
    })
    keep(response)
    return response
  }

  /** Opens `url`; gives the page it ends on, or the address outside of `origin` that it is sent to. */
  async function open(url: URL, init: RequestInit = {}): Promise<Page> {
    const response = await request(url, init)
    const location = response.headers.get('location')
    if (location === null)
      return { url, status: response.status, html: await response.text(), headers: response.headers }
    const target = new URL(location, url)
    if (target.origin !== url.origin)
      return { url: target, status: response.status, html: '', headers: response.headers }
    return open(target)
  }

  return {
    open,
    /** Sends the form of a page: to itself, or where `action` says. */
    submit: (page: Page, fields: Record<string, string>) =>
      open(actionOf(page), { method: 'POST', body: new URLSearchParams({ ...hiddenFields(page), ...fields }) }),
  }
}

export interface Page {
  url: URL
  status: number
  html: string
  headers: Headers
}

const actionOf = ({ url, html }: Page) => new URL(/<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? url.href, url)

const hiddenFields = ({ html }: Page) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
