import * as sdk from '@kong/sdk-portal-js'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../harness/public.ts'

/** What a browser keeps between two calls of the portal's frontend. */
interface Browser {
  configuration: sdk.Configuration
  /** Takes the cookies of an answer: those that it clears are gone. */
  keep(answer: { headers: object }): void
}

/** The vendor's SDK for the classic Dev Portal (Portal API v2), pointed at mock-konnect as a portal's own frontend is. */
function browser(world: World): Browser {
  const headers: Record<string, string> = {}
  const cookies = new Map<string, string>()
  const configuration = new sdk.Configuration({ basePath: world.addresses.konnect.url, baseOptions: { headers } })
  return {
    configuration,
    keep(answer) {
      // axios gives `Set-Cookie` as a list, each with its attributes behind semicolons.
      const { 'set-cookie': lines = [] } = answer.headers as { 'set-cookie'?: string[] }
      for (const line of lines) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      headers.cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
  }
}

/** What the portal answered where the SDK throws. */
const refusal = async (call: Promise<unknown>): Promise<{ status: number; data: unknown }> => {
  const { response } = await call.then(
    () => ({ response: undefined }),
    (error: { response?: { status: number; data: unknown } }) => error,
  )
  if (!response) throw new Error('the call was not refused')
  return { status: response.status, data: response.data }
}

async function start(): Promise<{ world: World } & Browser> {
  const world = await startWorld()
  onTestFinished(() => world.close())
  return { world, ...browser(world) }
}

const developer = { email: 'ada@example.com', full_name: 'Ada' }
const password = 'correct horse battery'

/** The token of the newest mail to her. */
const mailed = async ({ levers }: World) => (await levers.mails()).findLast(({ to }) => to === developer.email)?.token

async function signUp(world: World, developers: sdk.DeveloperApi): Promise<void> {
  expect((await developers.register({ requestBody: developer })).status).toBe(201)
  const verified = await developers.verifyEmail({ verifyEmailRequest: { token: (await mailed(world)) ?? '' } })
  const { token } = verified.data
  expect(token).toEqual(expect.any(String))
  await developers.resetPassword({ resetPasswordRequest: { token: token ?? '', password } })
}

test("the vendor's SDK takes a developer from signing up to an application that calls the API, and to its end", async () => {
  const { world, configuration, keep } = await start()
  const developers = new sdk.DeveloperApi(configuration)
  await signUp(world, developers)
  keep(await developers.authenticate({ authenticateRequest: { username: developer.email, password } }))
  expect((await developers.getDeveloperMe()).data).toMatchObject({ email: developer.email, full_name: 'Ada' })

  const products = new sdk.ProductsApi(configuration)
  const [product] = (await products.listProducts()).data.data ?? []
  const productId = product?.id ?? ''
  expect(product).toMatchObject({ name: 'Orders' })
  expect((await products.getProduct({ productId })).data.id).toBe(productId)
  const versions = new sdk.VersionsApi(configuration)
  const [version] = (await versions.listProductVersions({ productId })).data.data
  const productVersionId = version?.id ?? ''
  expect((await versions.getProductVersion({ productId, productVersionId })).data.id).toBe(productVersionId)

  const applications = new sdk.ApplicationsApi(configuration)
  const [strategy] = (await applications.listApplicationAuthStrategies()).data.data
  const made = await applications.createApplication({
    createApplicationPayload: { name: 'billing', auth_strategy_id: strategy?.id ?? null },
  })
  expect(made.status).toBe(201)
  const applicationId = made.data.id
  const { client_id, client_secret } = made.data.credentials ?? { client_id: '', client_secret: '' }
  expect((await applications.getApplication({ applicationId })).data).not.toHaveProperty('credentials')

  const registrations = new sdk.RegistrationsApi(configuration)
  const registration = await registrations.createApplicationRegistration({
    applicationId,
    createRegistrationPayload: { product_version_id: productVersionId },
  })
  expect(registration.data).toMatchObject({ status: 'approved' })
  expect((await registrations.listApplicationRegistrations({ applicationId })).data.meta.page.total).toBe(1)
  await world.gateway.inSync()
  const call = async (clientSecret: string) =>
    (await world.gateway.get('/orders', { basic: { clientId: client_id, clientSecret } })).status
  expect(await call(client_secret)).toBe(200)

  const { data: refreshed } = await new sdk.CredentialsApi(configuration).refreshApplicationToken({ applicationId })
  expect(await call(refreshed.client_secret ?? '')).toBe(200)
  expect(await call('wrong')).toBe(401)

  expect((await applications.deleteApplication({ applicationId })).status).toBe(204)
  expect(await refusal(applications.getApplication({ applicationId }))).toMatchObject({ status: 404 })
  keep(await developers.refresh())
  keep(await developers.logout())
  expect(await refusal(developers.getDeveloperMe())).toMatchObject({ status: 401 })
})

type Api = Record<string, (parameters: object) => Promise<unknown>>

/** The classes of the SDK, which share no type but that of their maker. */
const apis = Object.entries(sdk).flatMap(([name, made]) =>
  /.Api$/.test(name) ? [made as unknown as new (configuration: sdk.Configuration) => Api] : [],
)

test('mock-konnect knows whatever the SDK can ask', async () => {
  const { world, configuration, keep } = await start()
  const { email: username, password } = world.addresses.konnect.developer
  keep(await new sdk.DeveloperApi(configuration).authenticate({ authenticateRequest: { username, password } }))
  // Ids in paths, queries and bodies alike: whatever a call comes to, it reaches the route that is described for it.
  const anything = new Proxy({}, { get: () => '7f9fd312-a987-4628-b4c5-bb4f4fddd5f7' })
  for (const made of apis) {
    const api = new made(configuration)
    for (const name of Object.getOwnPropertyNames(made.prototype))
      if (name !== 'constructor') await api[name]?.(anything).catch(() => {})
  }
  const reached = async () => {
    const exchanges = await world.levers.exchanges({ server: 'mock-konnect' })
    return [...new Set(exchanges.map(({ route }) => route))].filter((route) => / \/api\/v2\/|unmatched/.test(route))
  }
  // An exchange is told when its answer is over, which may be after the caller has it.
  await expect.poll(async () => (await reached()).length).toBe(43)
  expect(await reached()).not.toContain('unmatched')
})
