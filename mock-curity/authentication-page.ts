import type { Html } from '../kit/html.ts'
import { pagePolicy } from '../kit/pages/guard.ts'
import { layout } from '../kit/pages/layout.ts'

/** A whole page of the authentication service, in a layout of ours. Everything in it that came from outside is escaped. */
export const page = (title: string, content: Html): string =>
  layout({ title, brand: { href: '#main-content', label: 'Curity' }, content })

/**
 * The policy of a page whose form ends at an application: browsers stop a redirect after a form to an address that is not named.
 * @param redirectUri where the application is; undefined: the form ends here
 */
export function policyFor(redirectUri: unknown): string {
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) return pagePolicy()
  const { origin, protocol } = new URL(redirectUri)
  // An address of a native application has a scheme and no origin.
  return pagePolicy(origin === 'null' ? protocol : origin)
}
