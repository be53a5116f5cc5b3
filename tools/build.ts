import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeAssets } from './assets.ts'
import { bundle } from './bundle.ts'
import { writeTypes } from './declarations.ts'
import { writeNotices } from './notices.ts'

/** Makes `dist/`: what the published package runs, its types, and the licences of what it bundles. Run by `prepare.js`. */
const root = fileURLToPath(new URL('..', import.meta.url))

rmSync(join(root, 'dist'), { recursive: true, force: true })
const bundled = await bundle(root)
await writeNotices(root, [...bundled, ...writeAssets(root)])
writeTypes(root)
