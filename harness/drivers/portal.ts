import { type Caller, type CallOptions, expectStatus, type Reply } from './caller.ts'
import type { ClientCredentials } from './curity.ts'

/**
 * An application as its developer sees it right after creation: the only time that the secret is shown. Id and secret are empty where the
 * strategy makes no client, but API keys: `POST /applications/{id}/credentials`.
 */
export interface PortalApplication extends ClientCredentials {
  id: string
  name: string
}

export interface NewApplication {
  name: string
  description?: string
  redirect_uri?: string
  /** Default: the portal's. */
  auth_strategy_id?: string
}

/** Something a developer can register for: an API (v3) or a product version (v2). */
export interface Offer {
  id: string
  name: string
}

export interface PortalRegistration {
  id: string
  status: string
}

export interface Developer {
  email: string
  password: string
}

/** Calls a Dev Portal's API as one developer's browser does. Signs in before the first call that needs it. */
export interface PortalDriver {
  /** One call with the developer's cookies; paths begin after `/api/v2` or `/api/v3`. */
  call: Caller
  /** Signs in, and keeps the cookies for later calls. @throws StepRefused */
  signIn(developer?: Developer): Promise<void>
  offers(): Promise<Offer[]>
  /** @throws StepRefused */
  createApplication(application: NewApplication): Promise<PortalApplication>
  /** Registers for `offer`, or for the first one the portal has. @throws StepRefused */
  register(application: { id: string }, offer?: { id: string }): Promise<PortalRegistration>
  /** Gives the application a new secret. @throws StepRefused */
  rotateSecret(application: PortalApplication): Promise<PortalApplication>
  /** @throws StepRefused */
  deleteApplication(application: { id: string }): Promise<void>
  /** The same portal API at another portal, as another or the same developer. */
  at(portal: { host?: string; developer?: Developer }): PortalDriver
}

export interface PortalDriverOptions {
  /** Calls the Konnect address as it is, without cookies. */
  call: Caller
  version: 'v2' | 'v3'
  developer: Developer
  /** `Host` of the portal; default: the address itself, which is the version's default portal. */
  host?: string | undefined
}

export function portalDriver(options: PortalDriverOptions): PortalDriver {
  const { version, developer } = options
  const paths = dialects[version]
  const cookies = new Map<string, string>()

  const send = async (method: Parameters<Caller>[0], path: string, { headers, ...rest }: CallOptions = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = { ...(cookie && { cookie }), ...(options.host && { host: options.host }) }
    const reply = await options.call(method, `/api/${version}${path}`, { ...rest, headers: { ...own, ...headers } })
    keepCookies(cookies, reply)
    return reply
  }

  const signIn = async (as: Developer = developer) => {
    const json = { username: as.email, password: as.password }
    expectStatus(await send('POST', '/developer/authenticate', { json }), 204)
  }

  const call: Caller = async (method, path, callOptions) => {
    if (cookies.size === 0 && !path.startsWith('/developer')) await signIn()
    return send(method, path, callOptions)
  }

  const offers = async () => paths.offers(async (path) => expectStatus(await call('GET', path), 200).body)

  return {
    call,
    signIn,
    offers,
    async createApplication(json) {
      const reply = expectStatus(await call('POST', '/applications', { json }), 201)
      return { ...paths.created(reply.body), name: json.name }
    },
    async register(application, offer) {
      const wanted = offer ?? (await offers())[0]
      if (!wanted) throw new Error('the portal offers nothing to register for')
      const path = `/applications/${application.id}/registrations`
      const reply = await call('POST', path, { json: { [paths.offerMember]: wanted.id } })
      return expectStatus(reply, 201).body as PortalRegistration
    },
    async rotateSecret(application) {
      const reply = await call('POST', `/applications/${application.id}/${paths.rotation}`)
      const body = expectStatus(reply, 201).body as { client_id: string; client_secret: string }
      return { ...application, clientId: body.client_id, clientSecret: body.client_secret }
    },
    async deleteApplication({ id }) {
      expectStatus(await call('DELETE', `/applications/${id}`), 204)
    },
    at: (other) => portalDriver({ ...options, ...other }),
  }
}

type Read = (path: string) => Promise<unknown>
type Listed = { data: { id: string; name: string }[] }
type Created = Omit<PortalApplication, 'name'>

/** Where the two Portal APIs differ for what a developer does. */
const dialects = {
  v2: {
    rotation: 'refresh-token',
    offerMember: 'product_version_id',
    created: (body: unknown): Created => {
      const { id, credentials } = body as { id: string; credentials?: { client_id: string; client_secret: string } }
      return { id, clientId: credentials?.client_id ?? '', clientSecret: credentials?.client_secret ?? '' }
    },
    offers: async (read: Read): Promise<Offer[]> => {
      const products = (await read('/products')) as Listed
      const versions = products.data.map(async ({ id }) => ((await read(`/products/${id}/versions`)) as Listed).data)
      return (await Promise.all(versions)).flat()
    },
  },
  v3: {
    rotation: 'regenerate-secret',
    offerMember: 'api_id',
    created: (body: unknown): Created => {
      const { id, client_id, client_secret } = body as { id: string; client_id?: string; client_secret?: string }
      return { id, clientId: client_id ?? '', clientSecret: client_secret ?? '' }
    },
    offers: async (read: Read): Promise<Offer[]> => ((await read('/apis')) as Listed).data,
  },
} as const

function keepCookies(cookies: Map<string, string>, { headers }: Reply): void {
  for (const line of [headers['set-cookie'] ?? []].flat()) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
    if (name === undefined) continue
    if (value) cookies.set(name, value)
    else cookies.delete(name)
  }
}
