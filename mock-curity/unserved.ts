import type { App } from '../kit/mock-server.ts'
import { nearest } from '../kit/nearest.ts'
import { NotServed } from './errors.ts'
import { path as reasons } from './reasons.ts'

/** Why nothing is served at a path. */
export interface Unserved {
  /** Lets `check` have the first word about everything at and below `path` that no route takes: it throws, or it returns. */
  guard(path: string, check: () => void): void
}

/**
 * Answers what no route takes, before a body is read: 405 where the path is one of ours, 404 elsewhere (`curity.md` 1.2).
 * To be called before the routes are declared.
 * @param paths what may have been meant
 */
export function refuseUnserved(app: App, paths: () => string[] = () => []): Unserved {
  const routes: { method: string; url: string }[] = []
  const guards: { path: string; check: () => void }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url })
  })
  app.addHook('onRequest', (request, _reply, done) =>
    done(request.is404 ? refusal(request.method, request.url) : undefined),
  )

  function refusal(method: string, url: string): Error {
    const path = url.split('?', 1)[0] ?? ''
    try {
      for (const guard of guards) if (covers(guard.path, path)) guard.check()
    } catch (error) {
      return error as Error // guards throw refusals
    }
    const exact = routes.filter((route) => route.url === path)
    const fitting = exact.length > 0 ? exact : routes.filter((route) => matches(route.url, path))
    const allowed = fitting.map((route) => route.method)
    if (allowed.length === 0) return new NotServed(404, reasons.unknown(path, nearest(path, paths())))
    return new NotServed(405, reasons.method(method, allowed), allowed)
  }

  return {
    guard(path, check) {
      guards.push({ path, check })
    },
  }
}

const covers = (guarded: string, path: string) =>
  path === guarded || path.startsWith(guarded.endsWith('/') ? guarded : `${guarded}/`)

/** Whether a declared path, `/clients/:id`, is the one of a request. */
function matches(declared: string, path: string): boolean {
  const [wanted, given] = [declared.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((step, at) => step.startsWith(':') || step === given[at])
}
