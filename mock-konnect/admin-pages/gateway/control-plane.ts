import type { Static } from 'typebox'
import { html } from '../../../kit/html.ts'
import { actionButton } from '../../../kit/pages/actions.ts'
import { table } from '../../../kit/pages/table.ts'
import type { ShownControlPlane } from '../../admin-api/control-planes/schema.ts'
import type { ShownRoute, ShownService } from '../../admin-api/core-entities/schema.ts'
import { path } from '../konnect-api.ts'
import { at, below } from '../places.ts'
import type { Act, Show, Site } from '../site.ts'

/** One control plane: its gateway services, and the routes to them. */
export function controlPlane(site: Site): void {
  const place = `${at.gateway}/:controlPlaneId`
  site.page(place, show)
  site.button(place, show, remove('services'), 'delete-service')
  site.button(place, show, remove('routes'), 'delete-route')
}

const show: Show = async ({ konnect, params }) => {
  const { controlPlaneId = '' } = params
  const { id, name } = await konnect.get<ShownControlPlane>(path`/v2/control-planes/${controlPlaneId}`)
  const entities = path`/v2/control-planes/${id}/core-entities`
  const services = await konnect.entities<Static<typeof ShownService>>(`${entities}/services`)
  const routes = await konnect.entities<Static<typeof ShownRoute>>(`${entities}/routes`)
  const place = below(at.gateway, id)
  const nameOf = new Map(services.map((service) => [service.id, service.name ?? service.id]))
  return {
    title: name,
    section: 'Gateway Manager',
    trail: [{ href: at.gateway, label: 'Gateway Manager' }],
    content: html`<h2>Gateway Services</h2>
<p class="actions"><a class="button" href="${place}/services/create">New Gateway Service</a></p>
${table({
  label: 'Gateway services',
  columns: ['Name', 'Upstream', 'Action'],
  rows: services.map((service) => [
    service.name ?? service.id,
    `${service.protocol}://${service.host}:${service.port}${service.path ?? ''}`,
    actionButton({
      action: `${place}/delete-service`,
      label: 'Delete',
      about: service.name ?? service.id,
      values: { id: service.id },
    }),
  ]),
  none: 'No gateway services yet.',
})}
<h2>Routes</h2>
<p class="actions"><a class="button" href="${place}/routes/create">New Route</a></p>
${table({
  label: 'Routes',
  columns: ['Name', 'Paths', 'Hosts', 'Gateway Service', 'Action'],
  rows: routes.map((route) => [
    route.name ?? route.id,
    route.paths?.join(', ') ?? '',
    route.hosts?.join(', ') ?? '',
    nameOf.get(route.service?.id ?? '') ?? '–',
    actionButton({
      action: `${place}/delete-route`,
      label: 'Delete',
      about: route.name ?? route.id,
      values: { id: route.id },
    }),
  ]),
  none: 'No routes yet.',
})}`,
  }
}

const remove =
  (kind: 'services' | 'routes'): Act =>
  async ({ konnect, params, sent }) => {
    const { controlPlaneId = '' } = params
    await konnect.send(
      'DELETE',
      path`/v2/control-planes/${controlPlaneId}/core-entities/${kind}/${String(sent.id ?? '')}`,
    )
    return { to: below(at.gateway, controlPlaneId), notice: 'deleted' }
  }
