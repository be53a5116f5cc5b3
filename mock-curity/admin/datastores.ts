import type { FastifyRequest } from 'fastify'
import { nearest } from '../../kit/nearest.ts'
import { type DataPath, dataPath } from './data-path.ts'
import { unknownDatastore } from './restconf-errors.ts'

/** Where the admin API is (`curity.md` 7.3). */
export const restconfPath = '/admin/api/restconf'

/**
 * What a call reads and changes. `unified` is RESTCONF's own (RFC 8040 §1.4). The others are named as RFC 8527 §3.1 names them, which
 * the product's public record does not tell it has: `candidate` stages every change until a commit, `running` is only read.
 */
export type Datastore = 'unified' | 'candidate' | 'running'

/** The path of the data in a datastore: `…/data`, or `…/ds/ietf-datastores:candidate`. */
export const datastorePaths: Readonly<Record<Datastore, string>> = {
  unified: `${restconfPath}/data`,
  candidate: `${restconfPath}/ds/ietf-datastores:candidate`,
  running: `${restconfPath}/ds/ietf-datastores:running`,
}

/** The routes of data, in whichever datastore. */
export const dataRoutes = [datastorePaths.unified, `${restconfPath}/ds/:datastore`].flatMap((url) => [url, `${url}/*`])

/** What a request for data is about. The path is read as it was sent: the router's own decoding would take a `/` in a key for a step. */
export interface DataAddress {
  datastore: Datastore
  path: DataPath
}

/** @throws RestconfError 404 for a datastore that there is not, 400 for a path that the schema does not have */
export function dataAddress(request: FastifyRequest): DataAddress {
  const url = urlOf(request)
  const [name = ''] = url.startsWith(`${restconfPath}/ds/`) ? url.slice(`${restconfPath}/ds/`.length).split('/') : []
  if (name === '') return { datastore: 'unified', path: dataPath(url.slice(datastorePaths.unified.length)) }
  const bare = name.replace(/^ietf-datastores(:|%3a)/i, '')
  if (bare !== 'candidate' && bare !== 'running') {
    throw unknownDatastore(`unknown datastore: ${bare}${nearest(bare, ['candidate', 'running'])}`)
  }
  return { datastore: bare, path: dataPath(url.slice(`${restconfPath}/ds/${name}`.length)) }
}

/** The address of a request without its query. */
export const urlOf = ({ raw }: FastifyRequest): string => (raw.url ?? '').split('?', 1)[0] ?? ''
