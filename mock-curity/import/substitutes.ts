import { authenticator, dataSource, wizardDefaults } from '../configuration/defaults.ts'
import type { KnownNames } from '../configuration/known-names.ts'

/** What the mock has in place of what an export says; undefined for a value: it has nothing. */
export type Substitute = (leaf: string, text: string, path: string) => { value: unknown; why: string } | undefined

const dataSources = ['client-data-source', 'default-data-source', 'tokens-data-source-id']

/**
 * An export names data sources, keys, authenticators and scripts that live outside the token profile. The mock has one data source, its
 * own signing keys, one authenticator and the procedures that it was given; and it has its own address, or metadata would send callers to
 * the real server.
 */
export const substitutesFor =
  ({ keys: [key, ...more], procedures, tokenProcedures }: KnownNames): Substitute =>
  (leaf, text, path) => {
    if (path === 'environments/environment/base-url') {
      const value = wizardDefaults.environments.environment['base-url']
      return { value, why: 'the mock has an address of its own' }
    }
    if (dataSources.includes(leaf) && text !== dataSource) {
      return { value: dataSource, why: `the mock keeps everything in ${dataSource}` }
    }
    if (leaf === 'signing-key-id' && key && ![key, ...more].some(({ id }) => id === text)) {
      return { value: key.id, why: `an export holds no private keys the mock can read; it signs with ${key.id}` }
    }
    if (leaf === 'authenticator' && text !== authenticator) {
      return { value: authenticator, why: `the mock has one authenticator, ${authenticator}` }
    }
    const given = { 'pre-processing-procedure': procedures, procedure: tokenProcedures }[leaf]
    if (given && !given.includes(text)) {
      return { value: undefined, why: `"${text}" is a script; the mock takes a function of this name in its place` }
    }
    if (/^a?symmetric-key$/.test(leaf) && !/^(-----BEGIN|\{)/.test(text)) {
      return { value: undefined, why: 'it names a stored key; the mock has keys in place of names' }
    }
    return undefined
  }
