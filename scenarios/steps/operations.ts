import { demo } from '../../harness/demo/names.ts'
import type { Made } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'

const { controlPlane, portal, strategy } = demo.ids
const plugins = `/v2/control-planes/${controlPlane}/core-entities/plugins`

/** An API with a GET for each path, linked to the demo's control plane as a whole and published with the demo's strategy: what `ace` guards. */
export async function publishOperations({ konnect }: World, name: string, ...paths: readonly string[]): Promise<Made> {
  const responses = { 200: { description: 'OK' } }
  const specification = {
    openapi: '3.0.3',
    info: { title: name, version: '1' },
    paths: Object.fromEntries(paths.map((path) => [path, { get: { responses } }])),
  }
  const api = await konnect.create('/v3/apis', { name, version: '1', spec_content: JSON.stringify(specification) })
  const link = { control_plane: { control_plane_id: controlPlane } }
  await konnect.create(`/v3/apis/${api.id}/implementations`, link)
  const publication = { auth_strategy_ids: [strategy], auto_approve_registrations: true, visibility: 'public' }
  await konnect.put(`/v3/apis/${api.id}/publications/${portal}`, publication)
  return api
}

/** Puts `ace` on the whole control plane. */
export const addAce = ({ konnect }: World, members: object): Promise<Made> =>
  konnect.create(plugins, { name: 'ace', ...members })

/** Writes the plugin anew. */
export const changeAce = ({ konnect }: World, { id }: Made, members: object): Promise<Made> =>
  konnect.put(`${plugins}/${id}`, { name: 'ace', ...members })
