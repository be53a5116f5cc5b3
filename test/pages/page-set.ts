import type { Person } from './person.ts'

/** A name that is markup, given to everything that takes one. */
export const evil = '<script>alert(1)</script>'

/** One page to be looked at. */
export interface Visit {
  /** The route that it visits: `/konnect/apis/:apiId`. */
  route: string
  /** What its pictures are called. */
  name: string
  path: string
  /** Default 200. */
  status?: number
  /** Looked at by somebody who is not signed in. */
  stranger?: boolean
}

/** The pages of one part of a server, and somebody who is signed in there. */
export interface PageSet {
  name: string
  person: Person
  /** Every route of the set that is asked by GET. */
  pages: readonly string[]
  /** Every route that takes a form. */
  forms: readonly string[]
  visits: readonly Visit[]
}

/** Makes visits, each named after its set. */
export const visitsNamed =
  (set: string) =>
  (name: string, route: string, path = route, more: Partial<Visit> = {}): Visit => ({
    name: `${set}-${name}`,
    route,
    path,
    ...more,
  })

/** Routes of a server below `base`, as its levers name them, by method. */
export async function routesBelow(url: string, base: RegExp) {
  const { routes } = (await (await fetch(`${url}/_mock/faults/routes`)).json()) as { routes: string[] }
  const of = (method: string) =>
    routes.flatMap((route) => {
      const [verb, path = ''] = route.split(' ')
      return verb === method && base.test(path) ? [path] : []
    })
  return { pages: of('GET'), forms: of('POST') }
}
