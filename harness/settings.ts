import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { accept, Complaints } from '../kit/complaints.ts'
import type { Complaint } from '../kit/validation.ts'
import { knownNames } from '../mock-curity/configuration/known-names.ts'
import { curityConfiguration } from '../mock-curity/configuration/layers.ts'
import { missingProcedures, wrongIn } from './check-given.ts'
import { curityStart } from './demo/curity-export.ts'
import type { Given } from './given.ts'

/**
 * A YAML (or JSON) file as what `schema` describes, with `${NAME}` in texts replaced by what the environment has: secrets of real products
 * need not stand in a file.
 * @throws Complaints when the file is missing, is no YAML, does not fit, or names what the environment has not; every complaint at once,
 * each with its path
 */
export async function readYamlWith<S extends TSchema>(
  file: string,
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Static<S>> {
  const wrong: Complaint[] = []
  const filled = withEnvironment(await parsed(file), '', (name, path) => {
    const value = environment[name]
    if (value === undefined) wrong.push({ path, expected: `needs ${name} in the environment` })
    return value ?? ''
  })
  if (wrong.length > 0) throw new Complaints(file, wrong)
  return accept(schema, filled, file)
}

function withEnvironment(value: unknown, path: string, read: (name: string, path: string) => string): unknown {
  if (typeof value === 'string') return value.replace(/\$\{(\w+)\}/g, (_, name: string) => read(name, path))
  if (Array.isArray(value)) return value.map((item, at) => withEnvironment(item, `${path}.${at}`, read))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => {
    return [name, withEnvironment(member, path === '' ? name : `${path}.${name}`, read)]
  })
  return Object.fromEntries(members)
}

/** A settings file: how the world differs from the demo world. @throws Complaints as `readYamlWith` does */
export async function readSettings(file: string): Promise<Given> {
  const settings = withPlaces((await parsed(file)) as Given, dirname(resolve(file))) // checked in the next line
  const wrong = wrongIn(settings)
  const list = [
    ...wrong,
    ...missingProcedures(settings),
    ...(wrong.some(({ path }) => ofNamed.test(path)) ? [] : await configurationComplaints(settings)),
  ]
  if (list.length > 0) throw new Complaints(file, list)
  return settings
}

/** Files are named from where the settings stand. */
function withPlaces(settings: Given, folder: string): Given {
  if (typeof settings?.curity !== 'object' || settings.curity === null) return settings
  const { configurationFile: file } = settings.curity
  // What is no text stays, for the check to complain about.
  const place = <P>(path: P) => (typeof path === 'string' ? (resolve(folder, path) as P & string) : path)
  const placed = { ...settings.curity, ...(file !== undefined && { configurationFile: place(file) }) }
  for (const kind of procedureKinds) {
    const files = placed[kind]
    if (typeof files === 'object' && files !== null)
      placed[kind] = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, place(path)]))
  }
  return { ...settings, curity: placed }
}

const procedureKinds = ['procedures', 'tokenProcedures'] as const

/** Paths of complaints about what Curity's configuration is, and what it names. */
const ofNamed = /^(curity(\.(configuration|configurationFile|signingKeys|procedures|tokenProcedures)\b.*)?)?$/

/** What is wrong with Curity's part, which only Curity can judge. */
async function configurationComplaints({ curity }: Given): Promise<Complaint[]> {
  const file = curity?.configurationFile
  try {
    const { base, configuration } = await curityStart({ ...(curity && { curity }) })
    curityConfiguration(configuration, { base, known: knownNames(curity) })
    return []
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    const within = error.subject === file ? 'curity.configurationFile' : 'curity.configuration'
    return error.list.map(({ path, expected }) => ({ path: path ? `${within}.${path}` : within, expected }))
  }
}

async function parsed(file: string): Promise<unknown> {
  // Loaded here, since most starts read no file.
  const { parseDocument } = await import('yaml')
  const document = parseDocument(textOf(file))
  if (document.errors.length === 0) return document.toJS() ?? {}
  const broken = document.errors.map(({ message }) => ({ path: '', expected: message.trim() }))
  throw new Complaints(file, broken)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw new Complaints(file, [{ path: '', expected: code === 'ENOENT' ? 'no such file' : message }])
  }
}
