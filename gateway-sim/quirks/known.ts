import { consumerQuirks } from './consumers.ts'
import { credentialQuirks } from './credentials.ts'
import { discoveryQuirks } from './discovery.ts'
import type { Quirk } from './hook-points.ts'
import { inspectionQuirks } from './inspection.ts'
import { sessionQuirks } from './sessions.ts'
import { tokenQuirks } from './tokens.ts'

/** The quirks that come with the data plane: public bug reports and vendor fixes. Loaded when somebody asks for one. */
export const knownQuirks: readonly Quirk[] = [
  ...credentialQuirks,
  ...discoveryQuirks,
  ...tokenQuirks,
  ...inspectionQuirks,
  ...consumerQuirks,
  ...sessionQuirks,
]
