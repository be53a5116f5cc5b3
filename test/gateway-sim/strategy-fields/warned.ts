/** Fields that are taken and not acted upon: a value that asks for something, and why nothing comes of it. */
export const warnedFields: readonly (readonly [field: string, value: unknown, why: string])[] = [
  ...(
    [
      ['cache_ttl_resurrect', 60],
      ['cluster_cache_strategy', 'redis'],
      ['cluster_cache_items', ['tokens']],
      ['redis', { host: 'redis' }],
    ] as const
  ).map(([field, value]) => [field, value, 'a node keeps its caches in its own memory'] as const),
  ...(
    [
      ['session_storage', 'redis'],
      ['session_bind', ['ip']],
      ['session_remember', true],
    ] as const
  ).map(([field, value]) => [field, value, 'sessions are kept in cookies alone'] as const),
  ...(
    [
      ['consumer_claim', ['sub']],
      ['consumer_claims', [['sub']]],
      ['consumer_by', ['username']],
      ['consumer_optional', true],
      ['anonymous', 'somebody'],
      ['principals', { enabled: true }],
    ] as const
  ).map(
    ([field, value]) =>
      [field, value, 'callers are applications, or the consumers that consumer_claims of the plugin find'] as const,
  ),
  ['proof_of_possession_dpop', 'strict', 'tokens are bearer tokens here'],
  ['proof_of_possession_mtls', 'strict', 'tokens are bearer tokens here'],
  ['http_version', 1, 'connections to the identity provider are direct, kept alive, HTTP/1.1'],
  ['keepalive', false, 'connections to the identity provider are direct, kept alive, HTTP/1.1'],
  ['verify_parameters', true, 'the login ends at the upstream or at a redirect'],
  ['upstream_headers', [{ header: 'x' }], 'its form is not published'],
  ['downstream_headers', [{ header: 'x' }], 'its form is not published'],
]
