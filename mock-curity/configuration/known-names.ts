import { devSigningKeys } from '../keys/dev-keys.ts'
import { algorithmsOf, type SigningKey } from '../keys/signing-key.ts'
import type { SignatureAlgorithm } from './token-issuer-schema.ts'

/** What stands outside the configuration and is named in it. */
export interface KnownNames {
  keys: readonly KnownKey[]
  /** Pre-processing procedures of registration. */
  procedures: readonly string[]
  tokenProcedures: readonly string[]
}

/** A signing key, and what it can sign with. */
export interface KnownKey {
  id: string
  algorithms: readonly SignatureAlgorithm[]
}

/** What has the names, by them. */
export interface Named {
  /** Default: the fixed development key. */
  signingKeys?: readonly SigningKey[] | undefined
  procedures?: object | undefined
  tokenProcedures?: object | undefined
}

/** The names that a configuration may have for what a server has beside it. */
export const knownNames = ({
  signingKeys = devSigningKeys,
  procedures = {},
  tokenProcedures = {},
}: Named = {}): KnownNames => ({
  keys: signingKeys.map((key) => ({ id: key.id, algorithms: algorithmsOf(key) })),
  procedures: Object.keys(procedures),
  tokenProcedures: Object.keys(tokenProcedures),
})
