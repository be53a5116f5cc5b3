import type { Given } from '../given.ts'

/** What the command line says goes before what the file says. */
export function withOptions(
  settings: Given,
  { empty, compat }: { empty?: boolean; compat?: 'strict' | 'docs' },
): Given {
  const konnect = { ...settings.konnect, ...(empty && { world: 'empty' as const }) }
  if (compat) konnect.behaviour = { ...konnect.behaviour, compat }
  return { ...settings, konnect }
}
