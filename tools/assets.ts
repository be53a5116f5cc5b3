import { cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { assets } from '../kit/pages/assets.ts'

/**
 * Puts style and scripts of the pages into `dist/assets/`, where `kit/pages/assets.ts` looks in the package.
 * @returns the files that went in, as absolute paths
 */
export function writeAssets(root: string): string[] {
  const folder = join(root, 'dist/assets')
  mkdirSync(folder, { recursive: true })
  const require = createRequire(join(root, 'kit/pages/assets.ts'))
  return Object.entries(assets).map(([name, { source }]) => {
    const file = require.resolve(source)
    cpSync(file, join(folder, name))
    return file
  })
}
