import type { Response } from 'light-my-request'
import type { MockKonnect } from '../../../mock-konnect/app.ts'

/** A page as somebody without a browser gets it. */
export interface Got {
  status: number
  /** Where it leads, when it does. */
  location: string | undefined
  /** The HTML as it was sent. */
  html: string
  /** What is read on it: without marks, entities resolved. */
  text: string
  headers: Response['headers']
}

export type Filled = Readonly<Record<string, string | readonly string[]>>

/** Goes through the pages with a cookie jar, scripts off. */
export function pagesClient({ app }: MockKonnect) {
  const jar = new Map<string, string>()
  const cookie = () => Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ')
  const become = (pair: string) => {
    const [name = '', value = ''] = pair.split(/=(.*)/)
    jar.set(name, value)
  }
  const got = (answer: Response): Got => {
    for (const { name, value } of answer.cookies) value === '' ? jar.delete(name) : jar.set(name, value)
    const html = answer.body
    return {
      status: answer.statusCode,
      location: answer.headers.location,
      ...{ html, text: textOf(html), headers: answer.headers },
    }
  }
  const get = async (url: string): Promise<Got> => got(await app.inject({ url, headers: { cookie: cookie() } }))
  const post = async (url: string, filled: Filled = {}, headers: Record<string, string> = {}): Promise<Got> => {
    const form = new URLSearchParams(
      Object.entries(filled).flatMap(([name, all]) => [all].flat().map((one): [string, string] => [name, one])),
    )
    const type = 'application/x-www-form-urlencoded'
    return got(
      await app.inject({
        method: 'POST',
        url,
        headers: { cookie: cookie(), 'content-type': type, ...headers },
        payload: form.toString(),
      }),
    )
  }
  return {
    get,
    post,
    /** Sends a form and follows where it leads. */
    async submit(url: string, filled: Filled = {}): Promise<Got & { at: string }> {
      const { location, status, text } = await post(url, filled)
      if (location === undefined) throw new Error(`${url} answered ${status}: ${text}`)
      const [at = ''] = location.split('?')
      return { ...(await get(location)), at }
    },
    signIn: (token = 'kpat_demo') => post('/konnect/sign-in', { token }),
    /** Takes another cookie, or none. */
    become(other: string) {
      jar.clear()
      if (other !== '') become(other)
    },
    cookie,
  }
}

const textOf = (html: string): string =>
  resolved(html.replace(/<(style|script)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ')

const resolved = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

/** What is refused at each field, by its name; under `''` what stands above the form, and under `advice` what to do. */
export function refusalsOn({ html }: Pick<Got, 'html'>): Record<string, string> {
  const atFields = [...html.matchAll(/<small id="([^"]*)-error" class="refusal">([^<]*)</g)]
  const above = /<div role="alert" class="refusal"><p>([^<]*)<\/p>(?:<p class="advice">([^<]*))?/.exec(html)
  return Object.fromEntries([
    ...atFields.map(([, name = '', said = '']) => [name, resolved(said)]),
    ...(above?.[1] === undefined ? [] : [['', resolved(above[1])]]),
    ...(above?.[2] === undefined ? [] : [['advice', resolved(above[2])]]),
  ])
}

/** What stands in the fields of a page, by name: texts, and of boxes and choices those that are chosen. */
export function fieldsOn({ html }: Pick<Got, 'html'>): Record<string, string> {
  const inputs = [
    ...html.matchAll(/<input type="(?!checkbox|hidden)[a-z]+" name="([^"]*)"[^>]*?(?: value="([^"]*)")?>/g),
  ]
  const boxes = [...html.matchAll(/<input type="checkbox" name="([^"]*)"[^>]*value="([^"]*)" checked>/g)]
  const areas = [...html.matchAll(/<textarea name="([^"]*)"[^>]*>([^<]*)</g)]
  const chosen = [
    ...html.matchAll(/<select name="([^"]*)"[^>]*>(?:(?!<\/select>)[\s\S])*?<option value="([^"]*)" selected>/g),
  ]
  const all: Record<string, string> = {}
  for (const [, name = '', value = ''] of [...inputs, ...boxes, ...areas, ...chosen])
    all[name] = name in all ? `${all[name]}, ${resolved(value)}` : resolved(value)
  return all
}
