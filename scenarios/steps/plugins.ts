import { demo } from '../../harness/demo/names.ts'
import type { Made } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'

const entities = `/v2/control-planes/${demo.ids.controlPlane}/core-entities`

/** A route of its own to the demo's upstream, where no application is asked for, with plugins by name. */
export async function routeWith({ konnect, addresses }: World, path: string, plugins: Record<string, object>) {
  const { protocol, hostname, port } = new URL(addresses.upstream)
  const name = path.slice(1)
  const upstream = { protocol: protocol.slice(0, -1), host: hostname, port: Number(port) }
  const service = await konnect.create(`${entities}/services`, { name, ...upstream })
  const route = await konnect.create(`${entities}/routes`, { name, paths: [path], service: { id: service.id } })
  for (const [plugin, config] of Object.entries(plugins)) {
    await konnect.create(`${entities}/plugins`, { name: plugin, config, route: { id: route.id } })
  }
}

/** A client of the plugin's own, which may introspect at Curity: members of a strategy or a plugin. */
export const asPluginClient = {
  client_id: [demo.introspector.clientId],
  client_secret: [demo.introspector.clientSecret],
}

/** The `openid-connect` plugin's configuration for Curity, with members that differ. */
export const openIdConnect = ({ addresses: { curity } }: World, members: object = {}): object => ({
  issuer: curity.issuer,
  ...{ auth_methods: ['client_credentials', 'bearer', 'session'], scopes: [], ...members },
})

/** A consumer of the gateway's. */
export const addConsumer = ({ konnect }: World, members: object): Promise<Made> =>
  konnect.create(`${entities}/consumers`, members)

/** Changes a consumer. */
export const changeConsumer = ({ konnect }: World, { id }: Made, members: object): Promise<unknown> =>
  konnect.call('PUT', `${entities}/consumers/${id}`, { json: members })

/** Deletes a consumer. */
export const removeConsumer = ({ konnect }: World, { id }: Made): Promise<unknown> =>
  konnect.call('DELETE', `${entities}/consumers/${id}`)

/** Gives a consumer a group of its own, which Kong keeps as `acls`. */
export const addOwnGroup = ({ konnect }: World, { id }: Made, group: string): Promise<Made> =>
  konnect.create(`${entities}/consumers/${id}/acls`, { group })

/** Puts a consumer into a consumer group that is made for it. */
export async function addToGroup({ konnect }: World, { id }: Made, name: string): Promise<void> {
  const group = await konnect.create(`${entities}/consumer_groups`, { name })
  await konnect.create(`${entities}/consumer_groups/${group.id}/consumers`, { consumer: id })
}
