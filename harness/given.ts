import Type, { type Static, type TProperties } from 'typebox'
import { GatewayBehaviour, releaseForm } from '../gateway-sim/behaviour.ts'
import type { GatewayHooks } from '../gateway-sim/quirks/hook-points.ts'
import { Switches as CurityBehaviour } from '../mock-curity/behaviour.ts'
import { SigningKey } from '../mock-curity/keys/signing-key.ts'
import type { CurityHooks } from '../mock-curity/quirks/hook-points.ts'
import { BehaviourSwitches as KonnectBehaviour } from '../mock-konnect/behaviour.ts'
import { approvalStates } from '../mock-konnect/model/common.ts'
import type { KonnectHooks } from '../mock-konnect/quirks/hook-points.ts'
import { Edges, TlsTrouble } from './network/edge.ts'
import type { GivenQuirks } from './quirks.ts'

const closed = { additionalProperties: false }
const Part = <P extends TProperties>(members: P) => Type.Partial(Type.Object(members), closed)

/** In a file only names; a scenario may bring quirks of its own, which are code. */
const Quirks = <Hooks>() =>
  Type.Unsafe<GivenQuirks<Hooks>>(
    Type.Array(Type.Union([Type.String(), Type.Object({ name: Type.String(), hooks: Type.Object({}) })]), {
      description: 'deliberate defects that are on: GET /_mock/quirks lists the known ones',
    }),
  )

/** What data plane nodes have, all of them or one alone. */
const nodeMembers = {
  behaviour: Type.Partial(GatewayBehaviour, closed),
  release: Type.String({
    ...releaseForm,
    description: 'a release of the data plane, with every known quirk that it has',
  }),
  quirks: Quirks<GatewayHooks>(),
}

/** How a world differs from the demo world: what a scenario is given, and what a settings file says. */
export const Given = Part({
  curity: Part({
    accessTokens: Type.Enum(['jwt', 'opaque'], { description: 'default jwt, as the how-to asks for' }),
    registration: Type.Enum(['on', 'off'], { description: 'Dynamic Client Registration; default on' }),
    configurationFile: Type.String({
      description: "an export of a real Curity's configuration (XML), in place of the demo's; beside the settings file",
    }),
    configuration: Type.Object(
      {},
      { description: "parts of Curity's configuration, in Curity's terms, over the demo's" },
    ),
    signingKeys: Type.Array(SigningKey, { minItems: 1, description: 'in place of the fixed development key' }),
    procedures: Type.Record(Type.String(), Type.String(), {
      description: 'pre-processing procedures of registration: a module for each name, beside the settings file',
    }),
    tokenProcedures: Type.Record(Type.String(), Type.String(), {
      description: 'procedures of the token endpoint: a module for each name, beside the settings file',
    }),
    behaviour: Type.Partial(CurityBehaviour, closed),
    quirks: Quirks<CurityHooks>(),
  }),
  konnect: Part({
    world: Type.Enum(['demo', 'empty'], { description: 'empty: what a new organisation finds; default demo' }),
    behaviour: Type.Partial(KonnectBehaviour, closed),
    quirks: Quirks<KonnectHooks>(),
  }),
  gateway: Part({
    ...nodeMembers,
    tlsListener: Type.Boolean({
      description: 'a listener for TLS beside the plain one, as a data plane has; GATEWAY_SSL_PORT, else 9443, with up',
    }),
    nodes: Type.Union(
      [Type.Integer({ minimum: 1, maximum: 32 }), Type.Array(Part(nodeMembers), { minItems: 1, maxItems: 32 })],
      { description: 'how many data plane nodes, or one entry a node with what it has of its own; default 1' },
    ),
  }),
  network: Edges,
  tls: Type.Object(
    { curity: Type.Optional(TlsTrouble), konnect: Type.Optional(TlsTrouble), gateway: Type.Optional(TlsTrouble) },
    { ...closed, description: 'everything is served by https, with an authority made on the spot; trouble by server' },
  ),
  provider: Part({
    issuer: Type.String({ description: "issuer of the demo's DCR provider; default: its discovery URL" }),
    initial_client_id: Type.String(),
    initial_client_secret: Type.String(),
  }),
  strategy: Type.Object({}, { description: "members of the demo strategy's openid-connect object" }),
  publication: Part({
    auto_approve_registrations: Type.Boolean({ description: 'of both demo publications; default true' }),
    auth_strategy_id: Type.Union([Type.String(), Type.Null()]),
  }),
  developer: Part({
    status: Type.Enum([...approvalStates], { description: 'of the demo developer; default approved' }),
  }),
})
export type Given = Static<typeof Given>
