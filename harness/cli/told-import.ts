import { importedFor } from '../demo/curity-export.ts'
import type { Given } from '../given.ts'

/** Tells what of a given export is not taken, if one is given: to standard error, so that machines read on. @throws Complaints */
export async function tellSkipped(given: Given): Promise<void> {
  const imported = await importedFor(given)
  if (!imported) return
  const { skippedLines } = await import('../../mock-curity/import/skipped.ts')
  console.error(skippedLines(given.curity?.configurationFile ?? '', imported.skipped))
}
