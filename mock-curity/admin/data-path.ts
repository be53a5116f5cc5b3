import type { TSchema } from 'typebox'
import { nearest } from '../../kit/nearest.ts'
import { memberOf, type Node } from '../configuration/nodes.ts'
import { CurityConfiguration } from '../configuration/schema.ts'
import { badValue, unknownElement } from './restconf-errors.ts'

/** One step of a path: a name, and for an entry of a list the values of its keys. */
export interface PathStep {
  name: string
  node: Node
  /** Undefined: a whole list, or no list. */
  keys: readonly string[] | undefined
}

/** What stands at the end of a path, as the steps that lead there. No steps: the whole configuration. */
export type DataPath = readonly PathStep[]

/** What `…/data` holds: the parts of the tree that the product has too. Accounts and admin users are settings of the mock. */
export const topMembers: Readonly<Record<string, TSchema>> = {
  environments: CurityConfiguration.properties.environments,
  profiles: CurityConfiguration.properties.profiles,
}

/** The modules of the tree, with their XML namespaces (`curity.md` 7.1); the first is RESTCONF's own, for the datastore as a whole. */
export const namespaces = {
  'ietf-restconf': 'urn:ietf:params:xml:ns:yang:ietf-restconf',
  base: 'https://curity.se/ns/conf/base',
  'profile-oauth': 'https://curity.se/ns/conf/profile/oauth',
} as const
export type Module = keyof typeof namespaces

/** The module of a member of something that is of `outer`: the authorization server's section is the token profile's. */
export function moduleOf(name: string, outer: Module): Module {
  if (outer === 'ietf-restconf') return 'base'
  return name === 'authorization-server' ? 'profile-oauth' : outer
}

/** What a path leads to. */
export interface Target {
  name: string
  node: Node
  module: Module
}

/** The end of a path; of one without steps, the whole configuration. */
export function targetOf(path: DataPath): Target {
  const whole: Target = {
    name: 'data',
    node: { kind: 'container', members: topMembers, required: [] },
    module: 'ietf-restconf',
  }
  return path.reduce((outer, { name, node }) => ({ name, node, module: moduleOf(name, outer.module) }), whole)
}

/**
 * Reads what follows `…/data` in a URL (RFC 8040 §3.5.3): `base:profiles/profile=token-service,oauth-service/settings`. A module
 * may stand before each name, and is taken off; so is the one before an identity in a key.
 * @throws unknown-element, invalid-value
 */
export function dataPath(text: string): DataPath {
  const steps: PathStep[] = []
  let members: Readonly<Record<string, TSchema>> | undefined = topMembers
  for (const part of text.split('/').filter((one) => one !== '')) {
    const [label = '', ...values] = part.split('=')
    const name = bareName(decode(label))
    const node: Node | undefined = members && memberOf(members, name)
    if (!node) throw unknownElement(`unknown element: ${name}${nearest(name, Object.keys(members ?? {}))}`)
    const keys = values.length > 0 ? keysIn(values.join('='), node, name) : undefined
    steps.push({ name, node, keys })
    members = below(node, keys)
  }
  return steps
}

/** A name without its module. @throws unknown-element for a module that there is not */
export function bareName(name: string): string {
  const at = name.indexOf(':')
  if (at < 0) return name
  const module = name.slice(0, at)
  if (Object.hasOwn(namespaces, module)) return name.slice(at + 1)
  throw unknownElement(`unknown module: ${module}${nearest(module, Object.keys(namespaces))}`)
}

/** What can follow a step. Below a whole list, and below a leaf, there is nothing. */
function below(node: Node, keys: readonly string[] | undefined): Readonly<Record<string, TSchema>> | undefined {
  if (node.kind === 'container' || (node.kind === 'list' && keys)) return node.members
  return undefined
}

function keysIn(text: string, node: Node, name: string): string[] {
  const values = text.split(',').map(decode)
  if (node.kind === 'leaf-list' && values.length === 1) return values
  if (node.kind !== 'list') throw badValue(`${name} is no list`)
  if (values.length !== node.keys.length) throw badValue(`${name} has the keys ${node.keys.join(', ')}`)
  return values.map((value, at) => (node.keys[at]?.endsWith('type') ? withoutModule(value) : value))
}

/** An identity (`profile-oauth:oauth-service`, `as:oauth-service`) by its name alone. */
export const withoutModule = (identity: string): string => identity.replace(/^[\w-]+:/, '')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badValue('the address has a broken percent-encoding')
  }
}
