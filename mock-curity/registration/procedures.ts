import type { ClientMetadata } from './metadata.ts'

/** What a pre-processing procedure is called with (`curity.md` 2.5). */
export interface ProcedureContext {
  /** `POST` registers, `PUT` replaces. */
  method: 'POST' | 'PUT'
  /** The request's body. */
  body: Readonly<Record<string, unknown>>
  /** The client whose initial token was used, and the user behind it. */
  initialClient: string | undefined
  authenticatedUser: string | undefined
  /** What is stored of a client that is replaced. */
  existing: ClientMetadata | undefined
  exceptionFactory: {
    /** To be thrown: the request is refused with 400. @param error default: as the switch `procedureRefusal` says */
    badRequestException(message: string, error?: string): Error
  }
}

/**
 * Has the first word about what is registered. What it gives is laid over the body; `client_id` becomes the id of a new client, and
 * members that are no metadata are answered as they are. It may check a software statement, which nothing else does.
 */
export type RegistrationProcedure = (context: ProcedureContext) => object | undefined | Promise<object | undefined>

/** Procedures by the name that the endpoint's leaf `pre-processing-procedure` has. */
export type RegistrationProcedures = Readonly<Record<string, RegistrationProcedure>>
