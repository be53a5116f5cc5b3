import { knownNames } from '../../mock-curity/configuration/known-names.ts'
import type { CurityConfiguration } from '../../mock-curity/configuration/schema.ts'
import type { Imported } from '../../mock-curity/import/curity-export.ts'
import type { MockCurityOptions } from '../../mock-curity/options.ts'
import type { Given } from '../given.ts'
import { demo } from './names.ts'
import { curityParts } from './start.ts'

/** The export that is given in place of the demo's configuration of Curity; undefined: none is. @throws Complaints */
export async function importedFor({ curity }: Given): Promise<Imported | undefined> {
  if (curity?.configurationFile === undefined) return undefined
  const { readExport } = await import('../../mock-curity/import/curity-export.ts')
  return readExport(curity.configurationFile, knownNames(curity))
}

/** As mock-curity's options have it. */
type CurityStart = Pick<MockCurityOptions, 'isKnownGood'> & { base?: CurityConfiguration; configuration: object }

/**
 * What Curity starts with: the demo's parts over the wizard's configuration, or an export as it stands with the demo's administrator. In either
 * case what else is given is laid over it. @throws Complaints
 */
export async function curityStart(given: Given): Promise<CurityStart> {
  const imported = await importedFor(given)
  if (!imported) return { configuration: curityParts(given), isKnownGood: given.curity?.configuration === undefined }
  const administrator = { 'admin-users': [{ ...demo.administrator, groups: ['admin'] }] }
  return {
    base: { ...imported.configuration, ...administrator },
    configuration: given.curity?.configuration ?? {},
  }
}
