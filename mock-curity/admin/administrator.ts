import type { FastifyRequest } from 'fastify'
import { bearerToken } from '../bearer.ts'
import type { CurityConfiguration } from '../configuration/schema.ts'
import { hashOf, isSecret } from '../secrets.ts'
import type { Services } from '../services.ts'
import { admin as reasons } from './admin-reasons.ts'
import { accessDenied, accessRefused } from './restconf-errors.ts'

/** What a bearer token for the admin API must have (`curity.md` 7.3). */
export const adminApi = {
  scope: 'urn:se:curity:scopes:admin:api',
  audience: 'urn:se:curity:audiences:admin:api',
} as const

/** Somebody who uses the admin port. */
export interface Administrator {
  name: string
  groups: readonly string[]
}

/** Who calls the admin API: an admin user by HTTP Basic, or the bearer of a token. @throws RestconfError 401 */
export async function administratorOf(request: FastifyRequest, services: Services): Promise<Administrator> {
  const token = bearerToken(request)
  return token === undefined ? byPassword(request.headers.authorization, services) : byToken(token, services)
}

/** @throws RestconfError 403 when none of the groups may make this kind of call */
export function refuseUnauthorized({ groups }: Administrator, method: string, { configuration }: Services): void {
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(method)
  const rules = (configuration.tree['admin-groups'] ?? []).filter(({ id }) => groups.includes(id))
  if (!rules.some(({ access }) => reads || access === 'read-write')) throw accessDenied(groups)
}

function byPassword(authorization: string | undefined, { configuration }: Services): Administrator {
  const encoded = /^basic +(\S+) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) throw accessRefused(reasons.noCredentials())
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  const user = configuration.tree['admin-users']?.find(({ username }) => username === name)
  if (!user || !isSecret(hashOf(user.password), password)) throw accessRefused(reasons.wrongPassword())
  return { name, groups: user.groups ?? ['admin'] }
}

async function byToken(value: string, { accessTokens, configuration }: Services): Promise<Administrator> {
  const reading = await accessTokens.read(value)
  if ('dead' in reading) throw accessRefused(reasons.token(`the token is ${reading.dead}`))
  const { scope, audience, subject, clientId } = reading.token
  if (!scope.split(' ').includes(adminApi.scope))
    throw accessRefused(reasons.token(`the token lacks ${adminApi.scope}`))
  if (!audience.includes(adminApi.audience))
    throw accessRefused(reasons.token(`the token is not for ${adminApi.audience}`))
  return { name: subject, groups: groupsOf(configuration.tree, subject, clientId) }
}

/** The claim `groups`: of the user, or for a client's own token the property of that name in the configuration. */
function groupsOf(tree: CurityConfiguration, subject: string, clientId: string): string[] {
  const claim =
    subject === clientId
      ? propertyOf(tree, clientId)
      : tree.accounts?.find(({ username }) => username === subject)?.claims?.groups
  if (Array.isArray(claim)) return claim.map(String)
  return typeof claim === 'string' ? claim.split(/[\s,]+/).filter((group) => group !== '') : []
}

function propertyOf({ profiles }: CurityConfiguration, clientId: string): string | undefined {
  const clients = profiles.profile.flatMap(
    ({ settings }) => settings['authorization-server']['client-store']['config-backed'].client,
  )
  const { properties } = clients.find(({ id }) => id === clientId) ?? {}
  return properties?.property?.find(({ key }) => key === 'groups')?.value
}
