import type { FastifyRequest } from 'fastify'
import type { Field, Typed } from '../../../kit/pages/form.ts'
import type { ApiAnswer } from '../../../kit/pages/own-api.ts'
import type { CredentialType } from '../../model/portal-strategy.ts'
import type { Generation } from '../generation.ts'
import { filledIn, type Site } from '../site.ts'
import { type Application, type ClientSecret, secretIn } from './application.ts'

/** What of a strategy decides which fields an application has. */
export interface DecidingStrategy {
  id: string
  name: string
  credential_type: string
  available_scopes?: string[]
}

/** What the buttons of its forms say while it is asked for (`konnect.md` 13.2). */
export const busy = 'Submitting'

/** Fields of an application, by what its strategy asks for (`konnect.md` 13.2). */
export function applicationFields(generation: Generation, strategy: DecidingStrategy | undefined): Field[] {
  const { labels, idMember, bringsId } = generation
  const type = strategy?.credential_type as CredentialType | undefined // one of those that the API knows
  const scopes = (strategy?.available_scopes ?? []).map((value) => ({ value, label: value }))
  const id: Field = { name: idMember, label: 'Reference ID', testId: 'reference-id-input', hint: hints[idMember] }
  return [
    { name: 'name', label: labels.name, required: true, testId: 'application-name-input' },
    ...(scopes.length > 0
      ? [{ name: 'scopes', label: 'Available Scopes', kind: 'checkboxes', options: scopes } as const]
      : []),
    ...(type === 'key_auth' ? [] : [{ name: 'redirect_uri', label: 'Redirect URI', kind: 'url' } as const]),
    ...(type && bringsId.includes(type) ? [id] : []),
    { name: 'description', label: 'Description', kind: 'area' },
  ]
}

const hints = {
  reference_id: 'How the application is known outside Konnect: the client id, where it brings a client along.',
  client_id: 'The client id at the identity provider.',
}

export const fieldNames = (fields: readonly Field[]): string[] => fields.map(({ name }) => name)

/** What the API is asked for: every field that was filled in, whether or not it fits the strategy; the API says so if not. */
export function wishIn(typed: Typed): Record<string, unknown> {
  const texts = filledIn(typed, ['name', 'redirect_uri', 'reference_id', 'client_id', 'description'])
  const scopes = [typed.scopes ?? []].flat()
  return { ...texts, ...(scopes.length > 0 && { scopes }) }
}

/** An application that was made, with the secret that is never shown again; or why not. */
export type Made = { application: Application; secret: ClientSecret | undefined } | { refused: ApiAnswer }

/** @throws SignInFirst */
export async function createApplication(site: Site, request: FastifyRequest, wish: object): Promise<Made> {
  const answer = await site.act(request, 'POST', '/applications', wish)
  if (answer.status >= 300) return { refused: answer }
  const application = answer.body as Application // as the schema of the answer has it
  return { application, secret: secretIn(application) }
}
