/**
 * Which member of a body a detail is about, by its words: 409s, and a few 400s, list no invalid parameters (`konnect.md` 1.4). Where
 * members have several names, one body has one of them.
 */
const words: readonly (readonly [said: RegExp, ...members: string[]])[] = [
  [/\bname\b/i, 'name'],
  [/\bslug\b/i, 'slug'],
  [/\bemail\b/i, 'email'],
  [/\bcustom_domain\b/i, 'custom_domain'],
  [/\bclient id\b/i, 'client_id', 'reference_id'],
  [/\bgateway service\b/i, 'gateway_service', 'service'],
  [/\bregistered to the application\b/i, 'application'],
  [/\bstrategy is in use\b/i, 'dcr_provider_id'],
]

/** The one of `members` that `detail` is about; an empty text when it is about none of them. */
export function concernedMember(detail: string, members: readonly string[]): string {
  const meant = words.filter(([said]) => said.test(detail)).flatMap(([, ...names]) => names)
  return meant.find((name) => members.includes(name)) ?? ''
}
