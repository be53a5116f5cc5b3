import type { Static } from 'typebox'
import type { Option } from '../../../kit/pages/form.ts'
import type { ShownControlPlane } from '../../admin-api/control-planes/schema.ts'
import type { ShownService } from '../../admin-api/core-entities/schema.ts'
import { type KonnectApi, path } from '../konnect-api.ts'

/** Which service of which control plane. */
export interface ServiceLink {
  id: string
  control_plane_id: string
}

/** One text for both ids: a select has one value. */
export const linkText = ({ id, control_plane_id }: ServiceLink): string => `${control_plane_id} ${id}`

/** The link that a text of `linkText` names; whatever else was sent is left to the API to judge. */
export function linkIn(text: unknown): ServiceLink {
  const [control_plane_id = '', id = ''] = String(text ?? '').split(' ')
  return { id, control_plane_id }
}

/** The gateway services of all control planes. */
export async function serviceOptions(konnect: KonnectApi): Promise<Option[]> {
  const options: Option[] = []
  for (const { id: control_plane_id, name: plane } of await konnect.all<ShownControlPlane>('/v2/control-planes')) {
    const services = path`/v2/control-planes/${control_plane_id}/core-entities/services`
    for (const { id, name } of await konnect.entities<Static<typeof ShownService>>(services)) {
      options.push({ value: linkText({ id, control_plane_id }), label: `${name ?? id} (${plane})` })
    }
  }
  return options
}
