import { authenticator, dataSource, wizardDefaults } from '../configuration/defaults.ts'

/** What the mock has in place of what an export says; undefined for a value: it has nothing. */
export type Substitute = (leaf: string, text: string, path: string) => { value: unknown; why: string } | undefined

const dataSources = ['client-data-source', 'default-data-source', 'tokens-data-source-id']

/**
 * An export names data sources, keys and authenticators that live outside the token profile. The mock has one data source, its own
 * signing keys and one authenticator; and it has its own address, or metadata would send callers to the real server.
 * @param keys ids of the mock's signing keys
 */
export const substitutesFor =
  ([key = 'default-signing-key', ...more]: readonly string[]): Substitute =>
  (leaf, text, path) => {
    if (path === 'environments/environment/base-url') {
      const value = wizardDefaults.environments.environment['base-url']
      return { value, why: 'the mock has an address of its own' }
    }
    if (dataSources.includes(leaf) && text !== dataSource) {
      return { value: dataSource, why: `the mock keeps everything in ${dataSource}` }
    }
    if (leaf === 'signing-key-id' && ![key, ...more].includes(text)) {
      return { value: key, why: `an export holds no private keys the mock can read; it signs with ${key}` }
    }
    if (leaf === 'authenticator' && text !== authenticator) {
      return { value: authenticator, why: `the mock has one authenticator, ${authenticator}` }
    }
    if (/^a?symmetric-key$/.test(leaf) && !/^(-----BEGIN|\{)/.test(text)) {
      return { value: undefined, why: 'it names a stored key; the mock has keys in place of names' }
    }
    return undefined
  }
