import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { assetPath } from './asset-path.ts'

/** What the pages load. `tools/assets.ts` puts the same files into the package. */
export const assets = {
  'pico.css': { source: '@picocss/pico/css/pico.min.css', type: 'text/css; charset=utf-8' },
  'pages.css': { source: './pages.css', type: 'text/css; charset=utf-8' },
  'htmx.js': { source: 'htmx.org/dist/htmx.min.js', type: 'text/javascript; charset=utf-8' },
  'sse.js': { source: 'htmx-ext-sse/dist/sse.min.js', type: 'text/javascript; charset=utf-8' },
  'pages.js': { source: './pages.js', type: 'text/javascript; charset=utf-8' },
} as const

/** Serves style and scripts under `/_assets/`, and under the prefix of `app` if it has one. Read at the first request for each. */
export function serveAssets(app: FastifyInstance): void {
  for (const [name, { source, type }] of Object.entries(assets)) {
    let content: Promise<Buffer> | undefined
    app.get(`${assetPath}/${name}`, async (_request, reply) => {
      content ??= readFile(fileOf(name, source))
      return reply
        .type(type)
        .header('cache-control', 'public, max-age=3600')
        .send(await content)
    })
  }
}

/** The same as a part of a server. */
export const pageAssets: FastifyPluginAsync = async (app) => serveAssets(app)

/** In the package they lie together beside the bundle's chunks; in a clone, where they come from. */
function fileOf(name: string, source: string): URL | string {
  if (!import.meta.url.endsWith('/kit/pages/assets.ts')) return new URL(`../assets/${name}`, import.meta.url)
  return source.startsWith('./') ? new URL(source, import.meta.url) : createRequire(import.meta.url).resolve(source)
}
