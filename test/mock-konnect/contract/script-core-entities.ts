import { type Call, call } from './call.ts'

const entities = '/v2/control-planes/{controlPlaneId}/core-entities'
const at = { controlPlaneId: 'controlPlane' }

/** Services and routes of a control plane (`konnect.md` 8). */
export const coreEntities: readonly Call[] = [
  call('GET /v2/control-planes/{controlPlaneId}/expected-config-hash', { at }),
  call(`POST ${entities}/services`, { at, body: { name: 's', host: 'a.example' }, keep: { ServiceId: 'id' } }),
  call(`GET ${entities}/services`, { at }),
  call(`GET ${entities}/services/{ServiceId}`, { at }),
  call(`PUT ${entities}/services/{ServiceId}`, { at, body: { name: 's', url: 'https://b.example/c' } }),
  call(`POST ${entities}/routes`, { at, body: { name: 'r', paths: ['/r'] }, keep: { RouteId: 'id' } }),
  call(`GET ${entities}/routes`, { at }),
  call(`GET ${entities}/routes/{RouteId}`, { at }),
  call(`PUT ${entities}/routes/{RouteId}`, { at, body: { name: 'r', hosts: ['a.example'] } }),
  call(`DELETE ${entities}/routes/{RouteId}`, { at }),
  call(`DELETE ${entities}/services/{ServiceId}`, { at }),
]
