import type { JSONWebKeySet } from 'jose'

const sizes = [256, 384, 512]

/** Algorithms whose keys an issuer publishes. `none` is never taken (gateway.md 3). */
export const signing: ReadonlySet<string> = new Set([
  ...['RS', 'PS', 'ES'].flatMap((family) => sizes.map((size) => `${family}${size}`)),
  ...['EdDSA', 'Ed25519'],
])

/** Algorithms whose key is the client's secret: taken with `enable_hs_signatures` only (gateway.md 3). */
export const hmacs: ReadonlySet<string> = new Set(sizes.map((size) => `HS${size}`))

/** What the keys say of a JWS; every key that fits the token's header is tried. */
export async function signatureIs(value: string, keys: JSONWebKeySet): Promise<'good' | 'bad' | 'no key'> {
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  try {
    await compactVerify(value, createLocalJWKSet(keys), { algorithms: [...signing] })
    return 'good'
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no key'
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return 'bad'
    for await (const key of error) {
      if (await verifies(value, key)) return 'good'
    }
    return 'bad'
  }
}

/** Whether one of the secrets made the JWS's HMAC. */
export async function hasGoodHmac(value: string, secrets: readonly string[]): Promise<boolean> {
  for (const secret of secrets) if (await verifies(value, Buffer.from(secret))) return true
  return false
}

async function verifies(value: string, key: Parameters<typeof import('jose').compactVerify>[1]): Promise<boolean> {
  const { compactVerify } = await import('jose')
  return compactVerify(value, key as Uint8Array).then(
    () => true,
    () => false,
  )
}
