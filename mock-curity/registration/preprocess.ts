import { UniqueViolation } from '../../kit/table.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import { invalidClientMetadata, OAuthError, serverError } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import { jsonObject } from './json-body.ts'
import { isMember } from './metadata.ts'
import type { ProcedureContext } from './procedures.ts'
import { answered } from './read-metadata.ts'

/** A request body after the procedure had its word. */
export interface Preprocessed {
  asked: unknown
  /** The id that the procedure wants. */
  clientId: string | undefined
  /** What is neither metadata nor an answer's member: answered at the top. */
  properties: Record<string, unknown>
}

type Call = Pick<ProcedureContext, 'method' | 'initialClient' | 'authenticatedUser' | 'existing'>

/** Lets the endpoint's procedure, if it has one, change or refuse what is asked for. @throws OAuthError 400 when it refuses */
export async function preprocess(sent: unknown, call: Call, services: Services): Promise<Preprocessed> {
  const { registrationProcedure } = services.configuration.service
  const procedure = registrationProcedure === undefined ? undefined : services.procedures[registrationProcedure]
  if (!procedure) return { asked: sent, clientId: undefined, properties: {} }
  const body = jsonObject(sent, services.behaviour.current)
  const context: ProcedureContext = { ...call, body: structuredClone(body), exceptionFactory: exceptions(services) }
  const given = await called(async () => procedure(context))
  const added = typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {}
  const others = Object.entries(added).filter(([name]) => !isMember(name) && !answered.has(name))
  const { client_id: clientId } = added as { client_id?: unknown } // whatever a procedure gave
  return {
    asked: { ...body, ...Object.fromEntries(Object.entries(added).filter(([name]) => isMember(name))) },
    clientId: typeof clientId === 'string' && clientId !== '' ? clientId : undefined,
    properties: Object.fromEntries(others),
  }
}

function exceptions({ behaviour }: Services): ProcedureContext['exceptionFactory'] {
  return {
    badRequestException: (message, error = behaviour.current.procedureRefusal) =>
      new OAuthError(400, error, message, reasons.procedureRefused(message)),
  }
}

async function called(procedure: () => Promise<unknown>): Promise<unknown> {
  try {
    return await procedure()
  } catch (error) {
    if (error instanceof OAuthError) throw error
    throw serverError('The pre-processing procedure failed', reasons.procedureFailed(String(error)))
  }
}

/** @throws invalid_client_metadata when a client of this id exists */
export async function refuseTakenId(id: string, { clients, registered }: Services): Promise<void> {
  if ((await clients.find(id)) || (await registered.find(id))) throw idTaken(id)
}

/** Keeps a new client. @throws invalid_client_metadata when another registration of its id was faster */
export async function keepNew(row: RegisteredClient, { registered }: Services): Promise<void> {
  await registered.insert(row).catch((error: unknown) => {
    throw error instanceof UniqueViolation ? idTaken(row.id) : error
  })
}

const idTaken = (id: string) => invalidClientMetadata('The client id is taken', reasons.idTaken(id))
