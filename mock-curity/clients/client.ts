import type { Capability } from '../configuration/client-schema.ts'
import type { Credential } from './credential.ts'

/** How users are asked (`user-consent`, `curity.md` 7.2). */
export interface Consent {
  /** The user may leave out what is not needed. */
  allowsDeselection: boolean
}

/** What a token is encrypted with (RFC 7516): algorithms of the key and of the content, and the client's keys or where they are. */
export interface TokenEncryption {
  algorithm: string
  content: string
  keys: { keys: unknown[] } | { uri: string }
}

/** A client as every endpoint sees it, wherever it is stored. */
export interface Client {
  id: string
  name: string | undefined
  /** In the configuration, or by Dynamic Client Registration: two stores (`curity.md` 7.4). */
  origin: 'configured' | 'registered'
  enabled: boolean
  secretHash: string | undefined
  /** Until when the secret works, epoch seconds; 0: for ever. */
  secretExpiresAt?: number
  /** The secret before the last rotation, and until when it is taken as well (epoch ms). */
  oldSecret: { hash: string; until: number } | undefined
  /** Authenticates by its id alone. */
  isPublic: boolean
  /** Other ways in which it proves who it is. */
  credentials: readonly Credential[]
  /** Said about it, for procedures to read. */
  properties: Readonly<Record<string, unknown>>
  capabilities: ReadonlySet<Capability>
  scopes: readonly string[]
  audience: readonly string[]
  redirectUris: readonly string[]
  postLogoutRedirectUris: readonly string[]
  /** Lifetimes in seconds. 0 for refresh tokens: none are issued. */
  accessTokenTtl: number
  refreshTokenTtl: number
  /** How long refresh tokens may replace each other; undefined: for ever. */
  refreshTokenMaxRollingLifetime: number | undefined
  idTokenTtl: number | undefined
  /** Undefined: its ID tokens are signed alone. */
  idTokenEncryption: TokenEncryption | undefined
  requireProofKey: boolean
  /** Forms of a code challenge that it may not use (RFC 7636 §4.2). */
  disallowedChallengeMethods: readonly string[]
  /** Origins whose scripts may call. */
  allowedOrigins: readonly string[]
  /** Its authorization requests are pushed ones alone (RFC 9126 §6). */
  pushedRequestsOnly: boolean
  /** Seconds after which users sign in again, where a request does not say (OpenID Connect Registration §2). */
  defaultMaxAge: number | undefined
  /** A refresh token stays the same when it is used. */
  reuseRefreshTokens: boolean
  /** How the user is asked before data is handed over; undefined: not at all. */
  consent: Consent | undefined
  signedUserinfo: boolean
  /** Where its pairwise subjects belong to; undefined: subjects are public. */
  sector: string | undefined
}

/** Lifetimes where nothing else is said (`curity.md` 4.1), in seconds. */
export const defaultTtl = { accessToken: 300, refreshToken: 3600, idToken: 3600 } as const
