import type { FastifyPluginAsync } from 'fastify'
import type { PortalOptions } from './visits.ts'

/** What a developer's browser calls besides the flow of DCR. */
export const furtherPortalApi: FastifyPluginAsync<PortalOptions> = async () => {}
