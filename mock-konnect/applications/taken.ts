import { UniqueViolation } from '../../kit/table.ts'
import type { KonnectContext } from '../context.ts'
import { conflict, invalidParameters, type Problem } from '../errors.ts'
import { taken } from '../reasons.ts'

/** What may not stand twice: a name per developer, a client id per strategy. */
interface Distinct {
  /** The application that may have these; none while it is new. */
  id?: string
  name: string
  developer_id: string
  auth_strategy_id: string
  client_id?: string | null | undefined
}

type Caller = 'developer' | 'operator'

/** @throws Problem 409 for developers, 400 for operators, whose create describes no 409 (`konnect.md` 5.2, 9.4) */
export async function refuseTaken(
  { model }: KonnectContext,
  wanted: Distinct,
  by: Caller = 'developer',
): Promise<void> {
  const { id, name, developer_id, auth_strategy_id, client_id } = wanted
  const isOther = (row: { id: string }) => row.id !== id
  const named = await model.applications.listBy('name', `${developer_id} ${name}`)
  if (named.some(isOther)) throw takenProblem('name', by)
  if (!client_id) return
  const clients = await model.applications.listBy('client', `${auth_strategy_id} ${client_id}`)
  if (clients.some(isOther)) throw takenProblem('client', by)
}

/** Stores an application. @throws Problem as `refuseTaken` does, when another one was quicker */
export async function storedApplication(store: Promise<unknown>, by: Caller = 'developer'): Promise<void> {
  try {
    await store
  } catch (error) {
    throw error instanceof UniqueViolation ? takenProblem(error.index === 'client' ? 'client' : 'name', by) : error
  }
}

const details = {
  name: 'Application with the given name already exists for the developer',
  client: 'Client id is already used by another application',
}

function takenProblem(index: keyof typeof details, by: Caller): Problem {
  const reason = taken(index === 'name' ? 'this application name' : 'this client id')
  if (by === 'developer') return conflict(details[index], reason)
  const field = index === 'name' ? 'name' : 'client_id'
  return invalidParameters([{ field, reason: details[index], rule: 'invalid', source: 'body' }], reason)
}
