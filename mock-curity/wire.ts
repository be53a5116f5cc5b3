import type { ServerState } from '../kit/control-plane.ts'
import type { Database } from '../kit/table.ts'
import { backchannelRequests } from './backchannel/backchannel-requests.ts'
import { remoteKeys } from './client-authentication/remote-keys.ts'
import { usedAssertions } from './client-authentication/used-assertions.ts'
import { clientDirectory } from './clients/client-directory.ts'
import type { RegisteredClient } from './clients/registered-client.ts'
import { secretCheck } from './clients/secret-check.ts'
import { deviceCodes } from './device/device-codes.ts'
import { artifacts } from './oidc/artifacts.ts'
import { interactiveFlow } from './oidc/flow.ts'
import { signedResponses } from './oidc/signed-response.ts'
import type { Services } from './services.ts'
import { serverState } from './state.ts'
import { accessTokens } from './tokens/access-tokens.ts'
import { delegations } from './tokens/delegations.ts'
import { initialTokens } from './tokens/initial-tokens.ts'
import { opaqueToken } from './tokens/opaque-token.ts'

type Given = Pick<
  Services,
  'configuration' | 'behaviour' | 'clock' | 'ids' | 'keys' | 'procedures' | 'tokenProcedures' | 'unserved'
> & {
  database: Database
  trust: string | undefined
}

/**
 * Makes the parts of one server over its database, and the state they are together. `watchAll` notes the rows that a database
 * brings along, so that they go when they expire.
 */
export function wire(given: Given): { services: Services; state: ServerState; watchAll(): Promise<void> } {
  const { configuration, clock, database } = given
  const registered = database.table<RegisteredClient>({
    name: 'dynamic_clients',
    indexes: { origin: ({ metadata }) => metadata.allowed_origins },
  })
  const clients = clientDirectory(configuration, registered)
  const delegationsOf = delegations(database, clock)
  const flowArtifacts = artifacts(database, clock)
  const signResponse = signedResponses(given)
  const services: Services = {
    configuration,
    behaviour: given.behaviour,
    clock,
    ids: given.ids,
    keys: given.keys,
    procedures: given.procedures,
    tokenProcedures: given.tokenProcedures,
    unserved: given.unserved,
    clients,
    isSecret: secretCheck(given),
    registered,
    delegations: delegationsOf,
    accessTokens: accessTokens({ ...given, clients, delegations: delegationsOf }),
    initialTokens: initialTokens(given),
    deviceCodes: deviceCodes(database, clock, given.ids),
    backchannelRequests: backchannelRequests(database, clock, given.ids),
    remoteKeys: remoteKeys(clock, given.trust),
    usedAssertions: usedAssertions(database, clock),
    interactive: interactiveFlow(flowArtifacts, () => ({
      signResponse,
      service: configuration.service,
      keys: given.keys.keys,
      ids: given.ids,
      artifacts: flowArtifacts,
      clients,
      delegations: delegationsOf,
      clock,
      refreshToken: () => opaqueToken('_1XBPWQQ_', given.ids.uuid('refresh-token'), given.behaviour.current),
    })),
  }
  const expiring = [
    services.delegations,
    services.accessTokens,
    services.initialTokens,
    services.deviceCodes,
    services.backchannelRequests,
    services.usedAssertions,
    flowArtifacts,
  ]
  const watchAll = async () => {
    for (const table of expiring) await table.watchAll()
  }
  return { services, watchAll, state: serverState({ ...services, database, watchAll }) }
}
