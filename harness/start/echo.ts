import { buildEchoApi } from '../../gateway-sim/echo-api.ts'
import type { Starting } from './starting.ts'

/** Starts the API that stands behind the gateway when the user has none. */
export const startEcho = ({ ports, listen, common, certificates }: Starting): Promise<string> =>
  listen(buildEchoApi({ ...common, tls: certificates.gateway }), ports.echo, 'the echo API', 'ECHO_PORT')
