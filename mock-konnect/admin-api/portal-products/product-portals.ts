import type { ApiProduct } from '../../model/api-product.ts'

/** The product as it stands after it was published to a portal, or taken out of it. */
export function withPortal(
  product: ApiProduct,
  portalId: string,
  status: 'published' | 'unpublished',
  now: string,
): ApiProduct {
  const others = product.portal_ids.filter((id) => id !== portalId)
  return { ...product, portal_ids: status === 'published' ? [...others, portalId] : others, updated_at: now }
}
