import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import { curity, type Rig, type RigOptions } from '../rig.ts'

/** A page, or where an answer leads. */
export interface Visit {
  status: number
  text: string
  location: string | undefined
  headers: LightMyRequestResponse['headers']
}

/** Somebody at the pages of the admin port, with scripts off. */
export interface Visits {
  rig: Rig
  cookie: string
  get(url: string): Promise<Visit>
  post(url: string, form?: Record<string, string | string[]>, headers?: Record<string, string>): Promise<Visit>
}

/** Visits pages with the cookie given, or none. */
export function visitsOf(rig: Rig, cookie = ''): Visits {
  const visit = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: string) => {
    const answer = await rig.admin.inject({
      method,
      url,
      headers: { ...(cookie !== '' && { cookie }), ...headers },
      ...(payload !== undefined && { payload }),
    })
    const { location } = answer.headers
    return { status: answer.statusCode, text: answer.payload, location, headers: answer.headers }
  }
  return {
    rig,
    cookie,
    get: (url) => visit('GET', url, {}),
    post: (url, form = {}, headers = {}) =>
      visit('POST', url, { 'content-type': 'application/x-www-form-urlencoded', ...headers }, encoded(form)),
  }
}

function encoded(form: Record<string, string | string[]>): string {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  return new URLSearchParams(pairs).toString()
}

/** Signs in at a server of its own, as the administrator unless another is named. */
export async function signedIn(options: RigOptions = {}, who?: Account): Promise<Visits> {
  return signedInAt(await curity(options), who)
}

/** Signs in at the admin port of `rig`. */
export async function signedInAt(
  rig: Rig,
  { username = 'admin', password = 'admin-password' }: Account = {},
): Promise<Visits> {
  const { status, headers } = await visitsOf(rig).post('/admin/sign-in', { username, password })
  expect(status).toBe(303)
  return visitsOf(rig, String(headers['set-cookie']).split(';')[0])
}

interface Account {
  username?: string
  password?: string
}

/** The words of a page, without its marks. */
export const words = ({ text }: Visit): string =>
  text
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')
