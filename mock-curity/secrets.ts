import { hash } from 'node:crypto'
import { isCrypt } from './sha256-crypt.ts'

/** What is kept of a secret: its SHA-256. Secrets of this server are random and long, so that a slow hash would only cost time. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url')

/** Whether `secret` is the one whose SHA-256 is kept. Hashes are compared: how far two of them agree tells nothing of the secrets. */
export const isSecret = (kept: string | undefined, secret: string): boolean => hashOf(secret) === kept

/** What is kept of a secret that stands in the configuration, in clear or as the product writes it there (`$5$…`). */
export const hashOfConfigured = (secret: string): string => (isCrypt(secret) ? secret : hashOf(secret))
