import { type App, type MockServerOptions, mockServer } from '../kit/mock-server.ts'
import { letOriginsIn } from './cross-origin.ts'
import { type Refuse, refuseBadUrl, speakOAuthErrors } from './error-handler.ts'
import { clientOf } from './fault-targets.ts'
import { refuseUnserved, type Unserved } from './unserved.ts'

/** Makes the applications of one server: its nodes, and the parts of these that are made late. */
export interface Nodes {
  /** Whoever makes it says how it refuses. */
  bare(): App
  /**
   * Refuses in OAuth's words, and where nothing is served in those of the product's web server.
   * @param paths what a caller may have meant there
   */
  speaking(paths?: () => string[]): { app: App; unserved: Unserved }
}

type Common = Pick<MockServerOptions, 'clock' | 'exchanges' | 'faults' | 'controlToken' | 'log' | 'tls'>

/**
 * @param common what all of them are made with
 * @param isAllowed whether scripts of an origin may call
 */
export function nodesOf(
  { tls, ...common }: Common,
  refuse: Refuse,
  isAllowed: (origin: string) => Promise<boolean>,
): Nodes {
  const bare = () =>
    mockServer('mock-curity', {
      ...common,
      clientOf,
      icon: true,
      tls: tls && { ...tls, asksClients: true },
      connection: { frameworkErrors: refuseBadUrl(refuse) },
    })
  return {
    bare,
    speaking(paths) {
      const app = bare()
      speakOAuthErrors(app, refuse)
      letOriginsIn(app, isAllowed)
      return { app, unserved: refuseUnserved(app, paths) }
    },
  }
}
