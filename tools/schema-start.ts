import type { Plugin } from 'rolldown'

/**
 * Lets TypeBox's schemas start without a property descriptor for each of their members. It copies a schema to change it, half a thousand
 * times in a start: once for each member that may be absent. Copied at once, only what it hides (`~kind`, `~optional`) needs descriptors.
 */
export const schemaStart: Plugin = {
  name: 'schema-start',
  load: {
    filter: { id: /typebox[\\/]build[\\/]system[\\/]memory[\\/]update\.mjs$/ },
    handler: () => `
      const hide = (schema, key, value) =>
        Object.defineProperty(schema, key, { configurable: true, writable: true, enumerable: false, value })

      export function Update(current, hidden, enumerable) {
        const changed = { ...current, ...enumerable }
        for (const key of Object.getOwnPropertyNames(current)) if (key.startsWith('~')) hide(changed, key, current[key])
        for (const key in hidden) hide(changed, key, hidden[key])
        return changed
      }`,
  },
}
