import { type ApiAnswer, type CallApi, NoAnswer } from '../../kit/pages/own-api.ts'
import type { Page } from '../lists/paging.ts'
import { Refused } from './refused.ts'

/** The admin API as a page calls it: with the token of whoever is signed in. */
export interface KonnectApi {
  /** GETs what `T` says that the path answers. @throws Refused */
  get<T>(path: string): Promise<T>
  /** One page of a list. @throws Refused */
  page<T>(path: string, number: number): Promise<Page<T>>
  /** A whole list: for choices, of which there are few. @throws Refused */
  all<T>(path: string): Promise<T[]>
  /** A whole list of core entities, which has a form of its own. @throws Refused */
  entities<T>(path: string): Promise<T[]>
  /** Changes something. @throws Refused */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>
  /** The same, with the advice that came with success: a verification that failed is one. @throws Refused */
  ask<T>(method: 'POST', path: string): Promise<{ body: T; advice: string | undefined }>
}

export interface KonnectApiOptions {
  call: CallApi
  token: string
  /** Where it is, for who must be told that it does not answer. */
  baseUrl: () => string
  /** Largest page that a list gives. */
  pageSize: () => number
}

/** @throws NoAnswer when no answer comes back */
export function konnectApi({ call, token, baseUrl, pageSize }: KonnectApiOptions): KonnectApi {
  const headers = { authorization: `Bearer ${token}` }
  const answered = async (...[method, path, sent]: Parameters<CallApi>): Promise<ApiAnswer> => {
    const answer = await call(method, path, { ...sent, headers }).catch((cause: Error) => {
      throw new NoAnswer(`${baseUrl()}${path}`, cause)
    })
    if (answer.status >= 400) throw Refused.by(answer, `${method} ${path}`)
    return answer
  }
  // The caller knows what the path answers: each names the type of the schema that the route declares.
  const get = async <T>(path: string) => (await answered('GET', path)).body as T
  const page = <T>(path: string, number: number, size = 10) =>
    get<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}page[size]=${size}&page[number]=${number}`)
  return {
    get,
    page,
    async all<T>(path: string) {
      const rows: T[] = []
      for (let number = 1; ; number++) {
        const { data, meta } = await page<T>(path, number, Math.min(100, pageSize()))
        rows.push(...data)
        if (data.length === 0 || rows.length >= meta.page.total) return rows
      }
    },
    entities: async <T>(path: string) => (await get<{ data: T[] }>(`${path}?size=1000`)).data,
    send: async <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, json?: object) =>
      (await answered(method, path, json && { json })).body as T,
    async ask<T>(method: 'POST', path: string) {
      const { body, advice } = await answered(method, path)
      return { body: body as T, advice }
    },
  }
}

/** A path with its parts encoded: ids come from addresses that anybody may have typed. */
export const path = (strings: TemplateStringsArray, ...parts: string[]): string =>
  String.raw({ raw: strings }, ...parts.map(encodeURIComponent))
