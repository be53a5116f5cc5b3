import type { Given } from '../given.ts'
import { withSwitches } from './switch-options.ts'

/** Options that change settings. */
export interface SettingsOptions {
  empty?: boolean
  compat?: 'strict' | 'docs'
  curityConfig?: string
  switch?: string[]
}

/** What the command line says goes before what the file says. @throws Complaints */
export function withOptions(
  settings: Given,
  { empty, compat, curityConfig, switch: switches = [] }: SettingsOptions,
): Given {
  const konnect = { ...settings.konnect, ...(empty && { world: 'empty' as const }) }
  if (compat) konnect.behaviour = { ...konnect.behaviour, compat }
  const curity = { ...settings.curity, ...(curityConfig !== undefined && { configurationFile: curityConfig }) }
  return withSwitches({ ...settings, curity, konnect }, switches)
}
