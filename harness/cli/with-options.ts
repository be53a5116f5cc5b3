import type { Given } from '../given.ts'

/** What the command line says goes before what the file says. */
export function withOptions(
  settings: Given,
  { empty, compat, curityConfig }: { empty?: boolean; compat?: 'strict' | 'docs'; curityConfig?: string },
): Given {
  const konnect = { ...settings.konnect, ...(empty && { world: 'empty' as const }) }
  if (compat) konnect.behaviour = { ...konnect.behaviour, compat }
  const curity = { ...settings.curity, ...(curityConfig !== undefined && { configurationFile: curityConfig }) }
  return { ...settings, curity, konnect }
}
