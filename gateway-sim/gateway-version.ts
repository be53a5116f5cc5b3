/** What a release of the data plane does differently from others (gateway.md, version landmarks). */
export interface GatewayVersion {
  /** `Server` of its own answers, and of proxied ones whose upstream names none. */
  server: string
  /** Its entry in `Via`, in both directions. */
  via: string
  /** Default of `hide_credentials` and `ssl_verify`. */
  hidesAndVerifies: boolean
  /** Whether identity providers are discovered when the configuration comes; from 3.10 on it is the first request that pays for it. */
  discoversEarly: boolean
  /** How session cookies are written: lua-resty-session 3, or 4 from 3.2 on. Neither reads the other's (Kong breaking changes 3.2). */
  sessionFormat: 3 | 4
  /** Whether applications can stand for consumers (3.15, gateway.md 5.5). */
  mapsApplications: boolean
  /** Whether the openid-connect plugin knows `consumer_claims` (3.14). */
  knowsConsumerClaims: boolean
  /** Whether core error bodies carry the request id. */
  errorsWithRequestId: boolean
}

/** Gives the facts of the release that a node imitates now, worked out only when that changes: every request asks. */
export function releaseOf(behaviour: { readonly current: { gatewayVersion: string } }): () => GatewayVersion {
  let version = behaviour.current.gatewayVersion
  let facts = gatewayVersion(version)
  return () => {
    const now = behaviour.current.gatewayVersion
    if (now !== version) {
      version = now
      facts = gatewayVersion(now)
    }
    return facts
  }
}

/** The facts of a release given as `3.14` or `3.14.0.2`. */
export function gatewayVersion(version: string): GatewayVersion {
  const [major = 0, minor = 0, ...patch] = version.split('.').map(Number)
  const release = major * 1000 + minor
  const server = `kong/${[major, minor, patch[0] ?? 0, patch[1] ?? 0].join('.')}-enterprise-edition`
  return {
    server,
    via: release >= 3008 ? `1.1 ${server}` : server,
    hidesAndVerifies: release >= 3014,
    discoversEarly: release < 3010,
    sessionFormat: release >= 3002 ? 4 : 3,
    mapsApplications: release >= 3015,
    knowsConsumerClaims: release >= 3014,
    errorsWithRequestId: release >= 3005,
  }
}
