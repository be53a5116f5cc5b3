import type { Seals } from '../../kit/seal.ts'

/** What opens registration at the authorization servers of Kong Identity to Konnect itself: nobody configures it (`konnect.md` 11.2). */
export const internalTrust = (seal: Seals): string => seal.derive('kong-identity-trust')
