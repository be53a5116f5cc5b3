import { pathToFileURL } from 'node:url'

/**
 * Procedures that stand in files, each the default export of a module. A file is loaded with the first request that needs it.
 * @param files by the names that Curity's configuration has for them
 */
export const proceduresIn = <Context, Result>(
  files: Readonly<Record<string, string>> = {},
): Record<string, (context: Context) => Promise<Result>> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, procedureIn<Context, Result>(file)]))

const procedureIn =
  <Context, Result>(file: string) =>
  async (context: Context): Promise<Result> => {
    const module: { default?: unknown } = await import(pathToFileURL(file).href)
    const procedure = module.default
    if (typeof procedure !== 'function') throw new Error(`${file} exports no function by default`)
    return procedure(context)
  }
