import type { Api } from './api.ts'
import type { Model } from './model.ts'
import type { ApiVersion } from './specification.ts'

/** The version that an API says it is at, else its newest. */
export async function currentVersion(
  model: Model,
  { id, version }: Pick<Api, 'id' | 'version'>,
): Promise<ApiVersion | undefined> {
  const rows = await model.apiVersions.listBy('api', id)
  return rows.find((row) => row.version === version) ?? rows.at(-1)
}
