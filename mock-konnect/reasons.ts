import type { Reason } from '../kit/reason.ts'
import type { InvalidParameter } from './errors.ts'

const howTo = (form: string, taken: string): string =>
  `the vendor's how-to prints ${form}; the API takes ${taken}; \`--compat docs\` accepts it`

export const bodyMalformed = (): Reason => ({
  code: 'konnect.body-malformed',
  advice: 'send one complete JSON document, with Content-Type: application/json',
})

export const bodyTooLarge = (): Reason => ({
  code: 'konnect.body-too-large',
  advice: 'send less than 1 MiB in one request',
})

export const consumerWithoutName = (): Reason => ({
  code: 'konnect.consumer-without-name',
  advice: 'give the consumer a username or a custom_id',
})

export const howToBareToken = (): Reason => ({
  code: 'konnect.how-to.bare-token',
  advice: howTo('`Authorization: kpat_…` without a scheme', '`Authorization: Bearer kpat_…`'),
})

export const howToDcrToken = (): Reason => ({
  code: 'konnect.how-to.dcr-token',
  advice: howTo('`dcr_token` for Curity', '`initial_client_id` and `initial_client_secret`'),
})

export const howToProviderType = (printed: string, taken: string): Reason => ({
  code: 'konnect.how-to.provider-type',
  advice: howTo(`\`${printed}\``, `\`${taken}\``),
})

export const howToStrategyType = (printed: string): Reason => ({
  code: 'konnect.how-to.strategy-type',
  advice: howTo(`strategy_type \`${printed}\``, '`openid_connect` with a dcr_provider_id'),
})

export const inUse = (noun: string, users: string): Reason => ({
  code: 'konnect.in-use',
  advice: `this ${noun} is still used by ${users}; remove them first`,
})

export const invalidParametersReason = (parameters: readonly InvalidParameter[]): Reason => ({
  code: 'konnect.invalid-parameters',
  advice: parameters.map(({ field, reason, hint = '' }) => `${field}: ${reason}${hint}`).join('; '),
})

export const methodNotServed = (method: string, served: readonly string[]): Reason => ({
  code: 'konnect.method-not-served',
  advice: `this path does not take ${method}; it takes ${served.join(', ')}`,
})

export const noSuch = (noun: string, id: string): Reason => ({
  code: 'konnect.not-found',
  advice: `there is no ${noun} ${id} here; list what there is, and mind that ids belong to one portal, product or control plane`,
})

export const notASpecification = (): Reason => ({
  code: 'konnect.not-a-specification',
  advice:
    'send an OpenAPI or AsyncAPI document as JSON or YAML; its first members say which: openapi, swagger or asyncapi',
})

export const routeMatchesNothing = (): Reason => ({
  code: 'konnect.route-matches-nothing',
  advice: 'give the route paths, hosts, methods or headers; without any of them no request can match it',
})

export const serviceLinked = (): Reason => ({
  code: 'konnect.service-linked',
  advice: 'this gateway service already stands behind another offer; link another service, or unlink it there first',
})

export const strategyProviderFixed = (): Reason => ({
  code: 'konnect.strategy-provider-fixed',
  advice: 'applications use this strategy and their clients live at its provider; make another strategy instead',
})

export const taken = (what: string): Reason => ({
  code: 'konnect.taken',
  advice: `${what} is taken; choose another or remove what holds it`,
})

export const tokenMissing = (): Reason => ({
  code: 'konnect.token-missing',
  advice: 'send `Authorization: Bearer <token>`; the demo world takes kpat_demo',
})

export const tokenUnknown = (): Reason => ({
  code: 'konnect.token-unknown',
  advice: 'this server was not started with that token; see its setting KONNECT_TOKENS',
})

/** @param near what may have been meant */
export const unknownPath = (near: string): Reason => ({
  code: 'konnect.unknown-path',
  advice: `nothing is served here${near}; mock-konnect/README.md lists every path`,
})

export const unsupportedMediaTypeReason = (): Reason => ({
  code: 'konnect.unsupported-media-type',
  advice: 'send the body as application/json',
})
