import { indexed, text, uuid } from '../../lists/filters.ts'
import type { Listing } from '../../lists/listing.ts'
import { times } from '../../lists/sorting.ts'
import type { Application } from '../../model/application.ts'
import type { Developer } from '../../model/developer.ts'
import type { Portal } from '../../model/portal.ts'
import type { Registration } from '../../model/registration.ts'

const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]))
const status = (row: Registration) => row.status

/** Registrations of one application (`konnect.md` 1.5). */
export const ofApplication: Listing<Registration> = { sort: { ...times, status }, filter: { status: text(status) } }

/** Registrations by what they say themselves: of a portal, and of one API. */
export const ownOfPortal = ofApplication
export const ownOfApi: Listing<Registration> = {
  sort: {},
  filter: {
    status: text(status),
    portal_id: indexed(
      uuid((row) => row.portal_id),
      'portal',
    ),
    application_id: indexed(
      uuid((row) => row.application_id),
      'application',
    ),
  },
}

/** Registrations of a whole portal; the classic view also filters by the developer's name. */
export function ofPortal(
  applications: readonly Application[],
  developers?: readonly Developer[],
): Listing<Registration> {
  const applicationsById = byId(applications)
  const application = (row: Registration) => applicationsById.get(row.application_id)
  const developersById = byId(developers ?? [])
  const developerId = (row: Registration) => application(row)?.developer_id
  const developerName = (row: Registration) => developersById.get(developerId(row) ?? '')?.full_name
  return {
    sort: { ...times, developer_id: developerId, status },
    filter: {
      developer_id: uuid(developerId),
      ...(developers && { developer_name: text(developerName) }),
      application_name: text((row) => application(row)?.name),
      status: text(status),
    },
  }
}

/** Registrations of one API, of all portals. */
export function ofApi(applications: readonly Application[], portals: readonly Portal[]): Listing<Registration> {
  const applicationsById = byId(applications)
  const portalsById = byId(portals)
  const application = (row: Registration) => applicationsById.get(row.application_id)
  return {
    sort: {},
    filter: {
      ...ownOfApi.filter,
      portal_name: text((row) => portalsById.get(row.portal_id)?.name),
      application_name: text((row) => application(row)?.name),
      application_owner_type: text(() => 'developer'),
      application_owner_id: uuid((row) => application(row)?.developer_id),
    },
  }
}
