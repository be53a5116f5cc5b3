import type { KoaContextWithOIDC } from 'oidc-provider'

/**
 * Takes the description out of a refused authorization request, however it goes back: in a query, a fragment, or a form that posts itself.
 * Descriptions go out only when they are switched on (`curity.md` 2.7).
 */
export function hideDescription(ctx: KoaContextWithOIDC): void {
  const location: unknown = ctx.response.get('location')
  if (typeof location === 'string' && location.includes('error_description='))
    ctx.redirect(withoutDescription(location))
  else if (typeof ctx.body === 'string') {
    ctx.body = ctx.body.replace(/<input type="hidden" name="error_description" value="[^"]*"\/>\n?/, '')
  }
}

function withoutDescription(location: string): string {
  const url = new URL(location)
  const fragment = new URLSearchParams(url.hash.slice(1))
  url.searchParams.delete('error_description')
  fragment.delete('error_description')
  if (url.hash !== '') url.hash = String(fragment)
  return url.href
}
