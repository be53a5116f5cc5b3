import type { Model } from '../../model/model.ts'
import type { ClassicPortal, CurrentPortal } from '../../model/portal.ts'
import type { ShownClassicPortal, ShownCurrentPortal } from './schema.ts'

/** A classic portal as answers show it (`konnect.md` 4.1). */
export async function shownClassicPortal(model: Model, row: ClassicPortal): Promise<ShownClassicPortal> {
  const { version: _, ...portal } = row
  return {
    ...portal,
    application_count: await model.applications.countBy('portal', row.id),
    developer_count: await model.developers.countBy('portal', row.id),
    published_product_count: await model.apiProducts.countBy('portal', row.id),
  }
}

/** A current portal as answers show it (`konnect.md` 4.2). */
export function shownCurrentPortal({ version: _, custom_domain, ...portal }: CurrentPortal): ShownCurrentPortal {
  return { ...portal, canonical_domain: custom_domain ?? portal.default_domain }
}
