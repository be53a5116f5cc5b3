import Type from 'typebox'
import { accept } from '../kit/complaints.ts'
import type { ServerState } from '../kit/control-plane.ts'
import { redactValue } from '../kit/redact.ts'
import type { Strategies } from './auth/strategies.ts'
import type { Configuration } from './configuration/configuration.ts'
import type { Consumers } from './configuration/consumers.ts'
import { Entities } from './configuration/document.ts'

/** The state document of a node: what it serves with. Caches are not part of it. */
const Document = Type.Object({
  version: Type.Literal(1),
  configuration: Type.Object({ version: Type.Integer({ minimum: 0 }), hash: Type.String(), entities: Entities }),
})

/**
 * The node's state for the levers. A reset empties the caches and applies what was pending; the configuration stays, for it is the
 * control plane's: that one's reset sends a new one.
 */
export function serverState(configuration: Configuration, strategies: Strategies, consumers: Consumers): ServerState {
  const forget = () => {
    strategies.forgetTokens()
    strategies.forgetIssuers()
    consumers.clear()
  }
  return {
    async snapshot({ secrets }) {
      const { applied } = configuration
      const document = { version: 1, configuration: { ...applied, entities: configuration.current().entities() } }
      // A copy of an object is an object.
      return secrets ? document : (redactValue(document) as object)
    },
    async restore(sent) {
      const { version, hash, entities } = accept(Document, sent, 'state').configuration
      configuration.replace({ type: 'full', version, hash, control_plane: { id: '', name: '' }, entities })
      forget()
    },
    async reset() {
      configuration.applyPending()
      forget()
    },
  }
}
