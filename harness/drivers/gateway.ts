import { basicAuthorization, type HttpCall } from '../../kit/http-client.ts'
import type { Caller, CallOptions, Reply } from './caller.ts'
import type { ClientCredentials } from './curity.ts'
import { type GatewayNode, gatewayNode } from './gateway-node.ts'

/** How a call to the gateway authenticates itself. */
export interface GatewayCall extends CallOptions {
  /** Sent as `Authorization: Basic`. */
  basic?: ClientCredentials | undefined
  /**
   * How `basic` is written: base64 of both as they are, as `curl -u` does and Kong reads it (default); form-encoded first, as RFC 6749
   * §2.3.1 has it; or as the bare pair of the how-tos.
   */
  basicForm?: 'plain' | 'form-encoded' | 'raw' | undefined
  /** Sent as `Authorization: Bearer`. */
  bearer?: string | undefined
  /** Sent as `Cookie`. */
  cookie?: string | undefined
  /** Calls at once, without waiting until the data plane has the latest configuration. */
  stale?: boolean
}

/** Calls APIs through the gateway, as an application does. */
export interface GatewayCalls {
  request(method: HttpCall['method'], path: string, options?: GatewayCall): Promise<Reply>
  get(path: string, options?: GatewayCall): Promise<Reply>
  post(path: string, options?: GatewayCall): Promise<Reply>
  /** Returns when the data plane has what the control plane has. Every call does this first, unless it is `stale`. */
  inSync(): Promise<void>
}

/** The gateway as a whole, whichever node answers, and each node alone. */
export interface GatewayDriver extends GatewayCalls {
  /** How many nodes there are. */
  readonly nodes: number
  /**
   * The listener for TLS (`given.gateway.tlsListener`).
   * @param serverName what the caller names in its handshake and in `Host`, which must lead to this machine; default: the address
   * @throws RangeError when there is none
   */
  overTls(serverName?: string): GatewayCalls
  /** One node, counted from 1. @throws RangeError when there are not as many, or the gateway is no mock and cannot be told apart */
  node(number: number): GatewayNode
  /** Makes every node another release: its version, and exactly the known quirks that this release has. */
  release(version: string): Promise<void>
}

export interface GatewayDriverOptions {
  call: Caller
  inSync: () => Promise<void>
  /** Calls to the listener for TLS, under a name for it; undefined when there is none. */
  tls?: ((serverName?: string) => Caller) | undefined
  /** Calls to the proxy and the admin port of each node. */
  nodes: readonly { call: Caller; lever: Caller }[]
}

export function gatewayDriver({ call, inSync, tls, nodes }: GatewayDriverOptions): GatewayDriver {
  const each = nodes.map((node) => gatewayNode(gatewayCalls(node.call, inSync), node.lever))
  return {
    ...gatewayCalls(call, inSync),
    nodes: each.length,
    async release(version) {
      await Promise.all(each.map((node) => node.release(version)))
    },
    overTls(serverName) {
      if (!tls) throw new RangeError('there is no listener for TLS: given.gateway.tlsListener')
      return gatewayCalls(tls(serverName), inSync)
    },
    node(number) {
      const node = each[number - 1]
      if (!node) throw new RangeError(`there is no node ${number}: the gateway has ${each.length}`)
      return node
    },
  }
}

function gatewayCalls(call: Caller, inSync: () => Promise<void>): GatewayCalls {
  const request: GatewayCalls['request'] = async (
    method,
    path,
    { basic, basicForm, bearer, cookie, stale, ...options } = {},
  ) => {
    if (!stale) await inSync()
    const headers = { ...authorization({ basic, basicForm, bearer }), ...(cookie && { cookie }), ...options.headers }
    return call(method, path, { ...options, headers })
  }
  return {
    request,
    get: (path, options) => request('GET', path, options),
    post: (path, options) => request('POST', path, options),
    inSync,
  }
}

function authorization({ basic, basicForm = 'plain', bearer }: GatewayCall): Record<string, string> {
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` }
  if (!basic) return {}
  const { clientId, clientSecret } = basic
  const pair = `${clientId}:${clientSecret}`
  const forms = {
    plain: () => `Basic ${Buffer.from(pair).toString('base64')}`,
    'form-encoded': () => basicAuthorization(clientId, clientSecret),
    raw: () => `Basic ${pair}`,
  }
  return { authorization: forms[basicForm]() }
}
