import type { Administration } from './administration.ts'

/** An empty leaf as RESTCONF writes it, `[null]`. */
export type EmptyLeaf = readonly [null]

/** A named entry of a list. */
interface Named {
  id: string
}

export interface ClientView extends Named {
  'client-name'?: string
  description?: string
  enabled?: boolean
  secret?: string
  capabilities?: Readonly<Record<string, EmptyLeaf>>
  scope?: readonly string[]
  'redirect-uris'?: readonly string[]
  'access-token-ttl'?: number
  'dynamic-client-registration-template'?: TemplateView
}

export interface TemplateView {
  'authenticate-client-by'?: readonly string[]
  'authenticate-user-by'?: readonly string[]
}

export interface ScopeView extends Named {
  required?: boolean
  'expose-in-metadata'?: boolean
  'time-to-live'?: number
}

export interface EndpointView extends Named {
  uri: string
  'endpoint-kind': string
}

export interface IssuerView extends Named {
  'issuer-type': string
  'purpose-type': string
  'data-sources'?: { 'tokens-data-source-id'?: string }
  jwt?: { 'signing-key-id'?: string; 'verification-keystore-id'?: string }
}

export interface NonTemplatizedView {
  capabilities?: Readonly<Record<string, EmptyLeaf>>
  scopes?: { all?: EmptyLeaf; scope?: readonly string[] }
  'authenticate-client-by'?: readonly string[]
  'authenticate-user-by'?: readonly string[]
  'no-authentication'?: EmptyLeaf
}

export interface RegistrationView {
  'client-data-source': string
  templatized?: EmptyLeaf
  'non-templatized'?: NonTemplatizedView
  'client-management'?: object
}

export interface ServerView {
  'client-capabilities'?: Readonly<Record<string, EmptyLeaf>>
  scopes?: { scope?: readonly ScopeView[] }
  'client-store'?: { 'config-backed'?: { client?: readonly ClientView[] } }
  'dynamic-client-registration'?: RegistrationView
}

/** A token profile as the pages read it from RESTCONF: the leaves that they show, and no more. */
export interface ProfileView extends Named {
  type: string
  settings: { 'profile-oauth:authorization-server': ServerView }
  endpoints?: { endpoint?: readonly EndpointView[] }
  'token-issuers'?: {
    'default-token-issuer'?: { 'access-token-as-jwt'?: EmptyLeaf }
    'custom-token-issuer'?: readonly IssuerView[]
  }
}

/** Where a profile stands for RESTCONF. */
export const profilePath = (id: string): string => `base:profiles/profile=${encodeURIComponent(id)},oauth-service`

/** Where its authorization server does. */
export const serverPath = (id: string): string => `${profilePath(id)}/settings/profile-oauth:authorization-server`

/** A profile with the changes that wait for a commit; undefined when there is none of this id. @throws ApiRefusal */
export async function readProfile(api: Administration, id: string): Promise<ProfileView | undefined> {
  const [profile] = ((await api.read(profilePath(id))) ?? []) as ProfileView[] // a list of one, as RESTCONF has it
  return profile
}

/** The section that most pages are about. */
export const serverOf = ({ settings }: ProfileView): ServerView => settings['profile-oauth:authorization-server']

export const clientsOf = (profile: ProfileView): readonly ClientView[] =>
  serverOf(profile)['client-store']?.['config-backed']?.client ?? []

export const scopesOf = (profile: ProfileView): readonly ScopeView[] => serverOf(profile).scopes?.scope ?? []

export const endpointsOf = ({ endpoints }: ProfileView): readonly EndpointView[] => endpoints?.endpoint ?? []

/** Where the clients of a profile stand for RESTCONF. */
export const configBackedPath = (id: string): string => `${serverPath(id)}/client-store/config-backed`

/** Where one of them does. */
export const clientPath = (profile: string, id: string): string =>
  `${configBackedPath(profile)}/client=${encodeURIComponent(id)}`
