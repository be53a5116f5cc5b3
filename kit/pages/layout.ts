import { type Html, html } from '../html.ts'
import { assetPath } from './asset-path.ts'
import { iconAddress } from './icon.ts'

/** Where a page stands among the others of its server. */
export interface Link {
  href: string
  label: string
  /** The page that is shown, or the part of the site that it belongs to. */
  current?: boolean
}

export interface Page {
  title: string
  /** Name of the product's part, before the links. */
  brand: Link
  links?: readonly Link[]
  /** Who is signed in, sign out, and the like: at the right of the links. */
  session?: Html
  /** The pages above this one, outermost first. */
  trail?: readonly Link[] | undefined
  /** Said once, above everything: what was just done. */
  notice?: string | undefined
  content: Html
  /** Live parts update by server-sent events; a page without them loads no script for that. */
  live?: boolean
  /** Where style and scripts are; default: `assetPath`. */
  assets?: string
  /** A stylesheet of the part's own. */
  stylesheet?: string
}

/** Nothing that the policy of `guard.ts` would stop: no style of its own, no code in attributes. */
const htmxConfig = JSON.stringify({ includeIndicatorStyles: false, allowEval: false })

/** A whole page. Fields are named as the API names them, and so are their ids: the page's own have a hyphen, which no API name has. Works with scripts off; the stylesheet follows the reader's choice of dark or light. */
export function layout(page: Page): string {
  const { title, brand, links = [], trail = [], session, notice, content } = page
  const { live = false, assets = assetPath, stylesheet } = page
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content="${htmxConfig}">
<link rel="icon" href="${iconAddress}">
<title>${title} – ${brand.label}</title>
<link rel="stylesheet" href="${assets}/pico.css">
<link rel="stylesheet" href="${assets}/pages.css">
${stylesheet !== undefined && html`<link rel="stylesheet" href="${stylesheet}">`}
<script src="${assets}/htmx.js" defer></script>
<script src="${assets}/pages.js" defer></script>
${live && html`<script src="${assets}/sse.js" defer></script>`}
</head>
<body>
<a class="skip" href="#main-content">Skip to content</a>
<header class="container">
<nav aria-label="Main">
<ul><li><strong><a href="${brand.href}" class="contrast">${brand.label}</a></strong></li></ul>
<ul>${links.map(link)}</ul>
${session && html`<ul><li>${session}</li></ul>`}
</nav>
</header>
<main class="container" id="main-content">
${trail.length > 0 && html`<nav aria-label="breadcrumb"><ul>${[...trail, { href: '', label: title, current: true }].map(step)}</ul></nav>`}
${notice !== undefined && html`<p role="status" class="notice">${notice}</p>`}
<h1>${title}</h1>
${content}
</main>
</body>
</html>`.text
}

const link = ({ href, label, current = false }: Link): Html =>
  html`<li><a href="${href}"${current && html` aria-current="page"`}>${label}</a></li>`

const step = ({ href, label, current = false }: Link): Html =>
  current ? html`<li aria-current="page">${label}</li>` : html`<li><a href="${href}">${label}</a></li>`

/** Tabs of one page, each a page of its own. */
export const tabs = (label: string, links: readonly Link[]): Html =>
  html`<nav class="tabs" aria-label="${label}"><ul>${links.map(link)}</ul></nav>`
