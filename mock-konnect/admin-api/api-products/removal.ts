import type { ProductVersion } from '../../model/api-product.ts'
import type { Model } from '../../model/model.ts'
import { type Offer, offerKey } from '../../model/publication.ts'
import { removeSpecification } from '../documents/pages.ts'

/** Deletes a product version with its publications and the registrations for it. */
export async function removeVersion(model: Model, { id }: ProductVersion): Promise<void> {
  await removeOffer(model, { type: 'product_version', id })
  await removeSpecification(model, { type: 'product_version', id })
  await model.productVersions.remove(id)
}

/** Takes an offer out of every portal: registrations for it end, and so do its publications. */
export async function removeOffer(model: Model, offer: Offer): Promise<void> {
  for (const { id } of await model.registrations.listBy('offer', offerKey(offer))) await model.registrations.remove(id)
  for (const { id } of await model.publications.listBy('offer', offerKey(offer))) await model.publications.remove(id)
}
