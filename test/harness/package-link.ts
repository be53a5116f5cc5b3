import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const face = new URL('../../harness/public.ts', import.meta.url)

/** Lets files in `folder` import the package by its name, as where it is installed. Gives the folder. */
export function withPackage(folder: string): string {
  const place = join(folder, 'node_modules/dcr-harness')
  mkdirSync(place, { recursive: true })
  const manifest = { name: 'dcr-harness', type: 'module', exports: './index.js' }
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(place, 'index.js'), `export * from ${JSON.stringify(face.href)}\n`)
  return folder
}
