import { path } from './konnect-api.ts'

const konnect = '/konnect'
const portals = `${konnect}/portals`
const applicationAuth = `${portals}/application-auth`

/** Where the pages are. The forms of Application Auth stand where the product has them (`konnect.md` 13.1). */
export const at = {
  overview: konnect,
  signIn: `${konnect}/sign-in`,
  signOut: `${konnect}/sign-out`,
  portals,
  strategies: applicationAuth,
  providers: `${applicationAuth}/dcr-providers`,
  provider: `${applicationAuth}/dcr-provider`,
  strategy: `${applicationAuth}/auth-strategy`,
  products: `${konnect}/api-products`,
  apis: `${konnect}/apis`,
  gateway: `${konnect}/gateway-manager`,
}

/** A place below another: `below(at.provider, id)`. */
export const below = (place: string, ...parts: string[]): string =>
  parts.reduce((here, part) => here + path`/${part}`, place)
