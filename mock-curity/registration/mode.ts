import type { Switches } from '../behaviour.ts'
import type { Registration, WhoMayRegister } from '../configuration/registration.ts'
import { accessDenied, invalidClientMetadata } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import { acceptMetadata } from './accept-metadata.ts'
import { instanceMetadata } from './instance-metadata.ts'
import type { ClientMetadata } from './metadata.ts'

/** What is stored of what was asked for. */
export interface Accepted {
  metadata: ClientMetadata
  instanceOf?: string
}

/** By template or by metadata: whose request it may be, and what becomes of it. */
export interface Mode {
  who: WhoMayRegister
  /** @throws invalid_client_metadata, invalid_redirect_uri */
  accept(asked: unknown): Accepted
}

/**
 * A body with `software_id` takes the templatized path, any other the non-templatized one (`curity.md` 2.1, 2.7).
 * @throws invalid_client_metadata, or access_denied by switch, while the path is off
 */
export function modeOf(body: unknown, registration: Registration, services: Services): Mode {
  const switches = services.behaviour.current
  const softwareId = softwareIdIn(body)
  const ignored = !registration.templatized && switches.softwareIdWithoutTemplates === 'ignore'
  if (softwareId !== undefined && !ignored) return byTemplate(softwareId, registration)
  const { bounds } = registration
  if (!bounds) throw nonTemplatizedOff(switches)
  return { who: bounds.who, accept: (asked) => ({ metadata: acceptMetadata(asked, bounds, services) }) }
}

function softwareIdIn(body: unknown): unknown {
  const id = typeof body === 'object' && body !== null ? (body as { software_id?: unknown }).software_id : undefined
  return id === null ? undefined : id
}

/** Who names no template that there is has to be somebody all the same: strangers are not told. */
function byTemplate(softwareId: unknown, { templatized, templates, who }: Registration): Mode {
  const template = typeof softwareId === 'string' ? templates.get(softwareId) : undefined
  const refuse = () => {
    const reason = templatized ? reasons.unknownTemplate(String(softwareId)) : reasons.templatizedOff()
    throw invalidClientMetadata('There is no such template', reason)
  }
  if (!template) return { who, accept: refuse }
  return {
    who: template.who,
    accept: () => ({ metadata: instanceMetadata(template.client), instanceOf: template.client.id }),
  }
}

function nonTemplatizedOff({ nonTemplatizedOff }: Switches) {
  const refuse = nonTemplatizedOff === 'access_denied' ? accessDenied : invalidClientMetadata
  return refuse('Registration without a template is off', reasons.nonTemplatizedOff())
}
