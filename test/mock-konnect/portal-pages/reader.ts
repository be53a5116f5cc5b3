import type { FastifyInstance } from 'fastify'

/** A page as a test reads it. */
export interface ReadPage {
  status: number
  url: string
  html: string
  /** Everything that is shown, entities decoded, one space between words. */
  text: string
  headers: Readonly<Record<string, unknown>>
  /** Texts of what is marked as refused, by the field it stands at; `''` is the whole form. */
  refusals: Record<string, string>
  advice: string | undefined
  /** The values of the form, by name. */
  typed(label: string): Record<string, string>
}

export interface Reader {
  open(path: string): Promise<ReadPage>
  /** Sends a form to `path`, and follows where that leads. */
  send(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<ReadPage>
  signIn(base: string): Promise<ReadPage>
  cookies: Map<string, string>
}

/** Somebody who reads pages with scripts off, keeps cookies and follows redirects, at `host`. */
export function reader(app: FastifyInstance, host = '127.0.0.1:8080'): Reader {
  const cookies = new Map<string, string>()

  async function go(url: string, form?: Record<string, string>, more: Record<string, string> = {}): Promise<ReadPage> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const headers = { host, ...(cookie && { cookie }), ...more }
    const answer = await app.inject(
      form === undefined
        ? { url, headers }
        : {
            method: 'POST',
            url,
            headers: { origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded', ...headers },
            payload: new URLSearchParams(form).toString(),
          },
    )
    for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value)
    const { location } = answer.headers
    if (typeof location === 'string') return go(location)
    return { status: answer.statusCode, url, headers: answer.headers, ...read(answer.body) }
  }

  return {
    cookies,
    open: (path) => go(path),
    send: (path, form, headers) => go(path, form, headers),
    signIn: (base) =>
      go(`${base}/sign-in`, { username: 'developer@example.com', password: 'developer-password', return: '' }),
  }
}

function read(html: string) {
  const refusals = [...html.matchAll(/id="(\w+)-error" class="refusal">([^<]*)</g)].map(([, name = '', why = '']) => [
    name,
    decoded(why),
  ])
  const alert = /<div role="alert" class="refusal"><p>([^<]*)</.exec(html)?.[1]
  const advice = /<p class="advice">([^<]*)</.exec(html)?.[1]
  return {
    html,
    text: shown(html),
    advice: advice === undefined ? undefined : decoded(advice),
    refusals: Object.fromEntries([...refusals, ...(alert === undefined ? [] : [['', decoded(alert)]])]),
    typed: (label: string) => valuesIn(html, label),
  }
}

export const shown = (html: string): string =>
  decoded(html.replace(/<head>[\s\S]*<\/head>/, '').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

const decoded = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

function valuesIn(html: string, label: string): Record<string, string> {
  const form = html.match(new RegExp(`<form[^>]* aria-label="${label}"[\\s\\S]*?</form>`))?.[0] ?? ''
  const inputs = [...form.matchAll(/<input[^>]*>/g)].flatMap(([input]) => {
    const name = / name="([^"]*)"/.exec(input)?.[1] ?? ''
    const isOff = input.includes('type="checkbox"') && !input.includes(' checked')
    return isOff ? [] : [[name, decoded(/ value="([^"]*)"/.exec(input)?.[1] ?? '')]]
  })
  const areas = [...form.matchAll(/<textarea name="(\w+)"[^>]*>([^<]*)</g)].map(([, name, text = '']) => [
    name,
    decoded(text),
  ])
  const selects = [...form.matchAll(/<select[^>]* ?name="(\w+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
    name,
    /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
  ])
  return Object.fromEntries([...inputs, ...areas, ...selects])
}
