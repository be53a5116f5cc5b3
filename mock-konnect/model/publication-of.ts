import type { Model } from './model.ts'
import { type Offer, offerKey, type Publication } from './publication.ts'

/** The publication of `offer` in this portal. */
export const publicationOf = async (model: Model, portalId: string, offer: Offer): Promise<Publication | undefined> =>
  (await model.publications.listBy('place', `${portalId} ${offerKey(offer)}`))[0]
