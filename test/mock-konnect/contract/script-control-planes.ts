import { type Call, call, twice } from './call.ts'

const controlPlaneId = 'made'

/** Control planes (`konnect.md` 8). */
export const controlPlanes: readonly Call[] = [
  call('POST /v2/control-planes', { body: { name: 'second' }, keep: { made: 'id' }, refused: twice }),
  call('GET /v2/control-planes'),
  call('GET /v2/control-planes/{controlPlaneId}', { at: { controlPlaneId } }),
  call('PATCH /v2/control-planes/{controlPlaneId}', { at: { controlPlaneId }, body: { description: 'for tests' } }),
  call('DELETE /v2/control-planes/{controlPlaneId}', { at: { controlPlaneId } }),
]
