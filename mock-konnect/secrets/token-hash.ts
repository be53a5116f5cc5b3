import { createHash } from 'node:crypto'

/** SHA-256 in hex: how tokens and API keys are kept, and how the data plane compares keys. They are random, so no salt. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
