import type { Given } from '../given.ts'
import { edgeNames } from '../network/edge.ts'
import { withSwitches } from './switch-options.ts'

/** Options that change settings. */
export interface SettingsOptions {
  empty?: boolean
  compat?: 'strict' | 'docs'
  curityConfig?: string
  switch?: string[]
  /** A hop on every edge. */
  network?: boolean
}

/** What the command line says goes before what the file says. @throws Complaints */
export function withOptions(
  settings: Given,
  { empty, compat, curityConfig, network, switch: switches = [] }: SettingsOptions,
): Given {
  const konnect = { ...settings.konnect, ...(empty && { world: 'empty' as const }) }
  if (compat) konnect.behaviour = { ...konnect.behaviour, compat }
  const curity = { ...settings.curity, ...(curityConfig !== undefined && { configurationFile: curityConfig }) }
  const hops = network && Object.fromEntries(edgeNames.map((name) => [name, {}]))
  return withSwitches(
    { ...settings, curity, konnect, ...(hops && { network: { ...hops, ...settings.network } }) },
    switches,
  )
}
