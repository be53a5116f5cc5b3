/**
 * Node's `http` module. An `import … from 'node:http'` reads every export of it, and among them are some that load Node's own copy
 * of undici: a seventh of our start (measured). Types may be imported as usual.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http')
