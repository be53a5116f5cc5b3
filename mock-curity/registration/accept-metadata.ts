import type { Bounds } from '../configuration/registration.ts'
import type { Services } from '../services.ts'
import { jsonObject } from './json-body.ts'
import type { ClientMetadata } from './metadata.ts'
import { readMetadata } from './read-metadata.ts'
import { resolveMetadata } from './rules.ts'

/** The metadata of a request body, ready to be stored. @throws invalid_client_metadata, invalid_redirect_uri */
export function acceptMetadata(body: unknown, bounds: Bounds, services: Services): ClientMetadata {
  const own = (given: unknown, within: Bounds) => accepted(given, within, services)
  return services.behaviour.quirks.run('acceptMetadata', own, body, bounds)
}

const accepted = (body: unknown, bounds: Bounds, { configuration, behaviour }: Services): ClientMetadata => {
  const asked = readMetadata(jsonObject(body, behaviour.current), behaviour.current)
  return resolveMetadata(asked, bounds, configuration.service, behaviour.current)
}
