import { readFileSync } from 'node:fs'
import { Complaints } from '../../kit/complaints.ts'
import { wizardDefaults } from '../configuration/defaults.ts'
import type { KnownNames } from '../configuration/known-names.ts'
import { curityConfiguration } from '../configuration/layers.ts'
import { nodeOf } from '../configuration/nodes.ts'
import { CurityConfiguration } from '../configuration/schema.ts'
import type { Skipped } from './skipped.ts'
import { substitutesFor } from './substitutes.ts'
import { takenMembers } from './taken.ts'
import { withoutBrokenReferences } from './without-broken-references.ts'
import { documentElement, NoXml, type XmlElement } from './xml-elements.ts'

/** What a mock takes over of a real server's configuration. */
export interface Imported {
  /** Whole: nothing of the wizard's is in it but what the export could not say. */
  configuration: CurityConfiguration
  skipped: readonly Skipped[]
}

/**
 * Reads an export of a Curity configuration: a `config` of the wrapper's namespace with `environments` and `profiles` in it (`curity.md` 7.1).
 * What the mock knows is taken, everything else is listed.
 * @param file named in complaints
 * @throws Complaints when it is no XML, no such export, or has no token profile
 */
export function importedConfiguration(text: string, file: string, known: KnownNames): Imported {
  const root = rootOf(text, file)
  const skipped: Skipped[] = []
  const taking = { skipped, substitute: substitutesFor(known) }
  const tree = nodeOf(CurityConfiguration)
  if (tree.kind !== 'container') throw new Error('the configuration is a container')
  const { environments, profiles } = tree.members
  const shape = { ...tree, members: { ...(environments && { environments }), ...(profiles && { profiles }) } }
  const taken = takenMembers(shape, oneTokenProfile(root, file, skipped), '', taking)
  const { 'admin-users': users, 'admin-groups': groups } = wizardDefaults
  const whole = { ...everywhere(taken), ...taken, 'admin-users': users, 'admin-groups': groups }
  const base = withoutBrokenReferences(whole as CurityConfiguration, known, skipped) // its check is the next line
  try {
    return { configuration: curityConfiguration({}, { base, known }), skipped }
  } catch (error) {
    throw error instanceof Complaints ? new Complaints(file, error.list) : error
  }
}

/** Reads the file. @throws Complaints as `importedConfiguration` does, and when there is no such file */
export function readExport(file: string, known: KnownNames): Imported {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string } // what the file system throws
    throw new Complaints(file, [{ path: '', expected: code === 'ENOENT' ? 'no such file' : message }])
  }
  return importedConfiguration(text, file, known)
}

const wrapper = 'http://tail-f.com/ns/config/1.0'

function rootOf(text: string, file: string): XmlElement {
  const refuse = (expected: string) => new Complaints(file, [{ path: '', expected }])
  try {
    const root = documentElement(text)
    if (root.name === 'config' && root.namespace === wrapper) return root
    throw refuse(
      `must be an export of Curity's configuration, a "config" of ${wrapper}; this is a "${root.name}" of ${root.namespace || 'no namespace'}`,
    )
  } catch (error) {
    throw error instanceof NoXml ? refuse(error.message) : error
  }
}

/** The mock has one profile: the first for tokens. Others are skipped, each by its name. */
function oneTokenProfile(root: XmlElement, file: string, skipped: Skipped[]): XmlElement[] {
  const leaf = (profile: XmlElement, name: string) =>
    (profile.children.find((child) => child.name === name)?.text ?? '').replace(/^[\w-]+:/, '')
  const all = root.children.find(({ name }) => name === 'profiles')
  const profiles = all?.children.filter(({ name }) => name === 'profile') ?? []
  const first = profiles.find((profile) => leaf(profile, 'type') === 'oauth-service')
  if (!all || !first) {
    throw new Complaints(file, [{ path: 'profiles', expected: 'must have a profile of the type oauth-service' }])
  }
  for (const profile of profiles.filter((one) => one !== first)) {
    const type = leaf(profile, 'type')
    const why = type === 'oauth-service' ? 'the mock has one token profile' : 'the mock has a token profile alone'
    skipped.push({ path: `profiles/profile=${leaf(profile, 'id')},${type}`, why })
  }
  const others = all.children.filter((child) => !profiles.includes(child))
  return root.children.map((child) => (child === all ? { ...all, children: [first, ...others] } : child))
}

/** For an export of the profiles alone: one service role that has every endpoint. */
function everywhere({ profiles }: { profiles?: unknown }): object {
  const { profile = [] } = (profiles ?? {}) as Partial<CurityConfiguration['profiles']> // taken by the schema
  const endpoints = profile.flatMap(({ endpoints: { endpoint } }) => endpoint.map(({ id }) => id))
  const { environment } = wizardDefaults.environments
  return {
    environments: { environment: { ...environment, services: { 'service-role': [{ id: 'default', endpoints }] } } },
  }
}
