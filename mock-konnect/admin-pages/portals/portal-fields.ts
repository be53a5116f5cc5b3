import type { Option } from '../../../kit/pages/form.ts'
import type { ShownAuthStrategy } from '../../admin-api/auth-strategies/schema.ts'
import type { PortalVersion } from '../../model/common.ts'
import type { ApiField } from '../api-form.ts'
import type { KonnectApi } from '../konnect-api.ts'

/** How the two generations of portals are called (`konnect.md` 4). */
export const generationLabels: Readonly<Record<PortalVersion, string>> = { v3: 'Current', v2: 'Classic' }

export const isGeneration = (text: unknown): text is PortalVersion => text === 'v2' || text === 'v3'

const flag = (name: string, label: string): ApiField => ({ name, label, kind: 'checkbox' })

const visibility = (name: string, label: string): ApiField => ({
  ...{ name, label, kind: 'select' },
  options: [
    { value: 'private', label: 'private' },
    { value: 'public', label: 'public' },
  ],
})

const own: Readonly<Record<PortalVersion, readonly ApiField[]>> = {
  v2: [
    flag('is_public', 'Public: no developers, no applications'),
    { name: 'custom_domain', label: 'Custom Domain', cleared: null },
  ],
  v3: [
    flag('authentication_enabled', 'Require authentication'),
    visibility('default_api_visibility', 'Default API Visibility'),
    visibility('default_page_visibility', 'Default Page Visibility'),
  ],
}

/** Auth strategies, by what developers call them. */
export const strategyOptions = async (konnect: KonnectApi): Promise<Option[]> =>
  (await konnect.all<ShownAuthStrategy>('/v2/application-auth-strategies')).map(({ id, name, display_name }) => ({
    value: id,
    label: display_name || name,
  }))

/** Every field of a portal that its settings have. @param without what the default strategy's choice says for none */
export const portalFields = async (
  konnect: KonnectApi,
  version: PortalVersion,
  without: string,
): Promise<ApiField[]> => [
  { name: 'name', label: 'Name', required: true },
  { name: 'display_name', label: 'Display Name' },
  { name: 'description', label: 'Description', cleared: null },
  ...own[version],
  flag('rbac_enabled', 'Role-Based Access Control'),
  flag('auto_approve_developers', 'Auto Approve Developers'),
  flag('auto_approve_applications', 'Auto Approve Applications'),
  {
    ...{ name: 'default_application_auth_strategy_id', label: 'Default Auth Strategy', kind: 'select', cleared: null },
    options: [{ value: '', label: without }, ...(await strategyOptions(konnect))],
    hint: 'What an application gets that names none.',
  },
  { name: 'labels', label: 'Labels', as: 'labels', hint: 'key=value, parted by commas' },
]
