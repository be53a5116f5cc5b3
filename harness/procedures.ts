import { pathToFileURL } from 'node:url'
import type {
  ProcedureContext,
  RegistrationProcedure,
  RegistrationProcedures,
} from '../mock-curity/registration/procedures.ts'

/**
 * Pre-processing procedures that stand in files, each the default export of a module. A file is loaded with the first registration
 * that needs it.
 * @param files by the names that Curity's configuration has for them
 */
export const proceduresIn = (files: Readonly<Record<string, string>> = {}): RegistrationProcedures =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, procedureIn(file)]))

const procedureIn =
  (file: string): RegistrationProcedure =>
  async (context: ProcedureContext) => {
    const module: { default?: unknown } = await import(pathToFileURL(file).href)
    const procedure = module.default
    if (typeof procedure !== 'function') throw new Error(`${file} exports no function by default`)
    return procedure(context)
  }
