import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { defaultsOf } from './behaviour.ts'
import { accept } from './complaints.ts'
import { fromText } from './from-text.ts'

/** Setting of every program that starts a server: how many exchanges it keeps. */
export const RecordingSettings = {
  EXCHANGES_KEPT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 1000,
    description: 'how many exchanges are kept; 0 records nothing',
  }),
}

/**
 * Settings from the environment, converted to what `schema` declares. Names the schema does not know are not ours to judge.
 * @throws Complaints listing every variable that is wrong
 */
export function readEnv<S extends TObject>(
  schema: S,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Static<S> {
  const names = Object.keys(schema.properties as Record<string, TSchema>)
  const given = Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]))
  return accept(schema, { ...defaultsOf(schema), ...(fromText(schema, given) as object) }, 'environment')
}
