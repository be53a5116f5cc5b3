import type { PortalVersion } from '../model/common.ts'
import type { CredentialType } from '../model/portal-strategy.ts'

/** What differs between the pages of classic and of current portals: the API behind them, and what they call things. */
export interface Generation {
  version: PortalVersion
  /** What every address of its pages begins with. */
  base: string
  labels: {
    catalog: string
    apps: string
    name: string
    secretTitle: string
    /** Leaves the page that shows a secret. */
    close: string
    newCredential: string
    removeCredential: string
    /** On the page of an API or a product version, and the title of the page it leads to. */
    use: string
    useTitle: string
  }
  /** The Portal API's own paths and members (`konnect.md` 9.3 to 9.5). */
  strategies: string
  rotation: string
  /** What developers call a client that they bring along, and for which kinds of strategy they may. */
  idMember: 'reference_id' | 'client_id'
  bringsId: readonly CredentialType[]
}

/** `konnect.md` 13.2. */
export const classic: Generation = {
  version: 'v2',
  base: '/portal/classic',
  labels: {
    catalog: 'Catalog',
    apps: 'My Apps',
    name: 'Application Name',
    secretTitle: 'Application Secret',
    close: 'Proceed',
    newCredential: 'Generate Credential',
    removeCredential: 'Delete',
    use: 'Register',
    useTitle: 'Request Access',
  },
  strategies: '/applications/auth-strategies',
  rotation: 'refresh-token',
  idMember: 'reference_id',
  bringsId: ['self_managed_client_credentials', 'key_auth'],
}

/** `konnect.md` 13.3. */
export const current: Generation = {
  version: 'v3',
  base: '/portal',
  labels: {
    catalog: 'APIs',
    apps: 'My applications',
    name: 'Application name',
    secretTitle: 'Application secret',
    close: 'Copy secret and close',
    newCredential: 'New Credential',
    removeCredential: 'Revoke',
    use: 'Use this API',
    useTitle: 'Use this API',
  },
  strategies: '/application-auth-strategies',
  rotation: 'regenerate-secret',
  idMember: 'client_id',
  bringsId: ['self_managed_client_credentials'],
}
