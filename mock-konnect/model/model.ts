import type { Database } from '../../kit/table.ts'
import { apiImplementations, apis } from './api.ts'
import { apiProducts, productVersions } from './api-product.ts'
import { applications } from './application.ts'
import { authServerClaims, authServerClients, authServerScopes, authServerSecrets, authServers } from './auth-server.ts'
import { authStrategies } from './auth-strategy.ts'
import { clientSecrets } from './client-secret.ts'
import { consumerGroups, gatewayAcls, groupMembers } from './consumer-group.ts'
import { controlPlanes } from './control-plane.ts'
import { gatewayConsumers, gatewayPlugins, gatewayRoutes, gatewayServices } from './core-entity.ts'
import { apiKeys } from './credential.ts'
import { dcrProviders } from './dcr-provider.ts'
import { developerSessions, developers, mailTokens } from './developer.ts'
import { documents } from './document.ts'
import { mails } from './mail.ts'
import { orphans } from './orphan.ts'
import { portals } from './portal.ts'
import { appearances, authenticationSettings, customDomains } from './portal-settings.ts'
import { publications } from './publication.ts'
import { registrations } from './registration.ts'
import { apiVersions, specifications } from './specification.ts'
import { teamMembers, teamRoles, teams } from './team.ts'
import { gatewayTargets, gatewayUpstreams } from './upstream.ts'

/** Every noun that mock-konnect knows, each in its table. */
export type Model = ReturnType<typeof modelOf>

/** The tables of one mock-konnect, in `database`. */
export const modelOf = (database: Database) => ({
  controlPlanes: database.table(controlPlanes),
  gatewayServices: database.table(gatewayServices),
  gatewayRoutes: database.table(gatewayRoutes),
  gatewayPlugins: database.table(gatewayPlugins),
  gatewayConsumers: database.table(gatewayConsumers),
  gatewayUpstreams: database.table(gatewayUpstreams),
  gatewayTargets: database.table(gatewayTargets),
  gatewayAcls: database.table(gatewayAcls),
  consumerGroups: database.table(consumerGroups),
  groupMembers: database.table(groupMembers),
  dcrProviders: database.table(dcrProviders),
  authStrategies: database.table(authStrategies),
  portals: database.table(portals),
  authenticationSettings: database.table(authenticationSettings),
  customDomains: database.table(customDomains),
  appearances: database.table(appearances),
  teams: database.table(teams),
  teamMembers: database.table(teamMembers),
  teamRoles: database.table(teamRoles),
  apiProducts: database.table(apiProducts),
  productVersions: database.table(productVersions),
  apis: database.table(apis),
  apiVersions: database.table(apiVersions),
  specifications: database.table(specifications),
  documents: database.table(documents),
  apiImplementations: database.table(apiImplementations),
  publications: database.table(publications),
  developers: database.table(developers),
  developerSessions: database.table(developerSessions),
  mailTokens: database.table(mailTokens),
  mails: database.table(mails),
  applications: database.table(applications),
  registrations: database.table(registrations),
  apiKeys: database.table(apiKeys),
  clientSecrets: database.table(clientSecrets),
  orphans: database.table(orphans),
  authServers: database.table(authServers),
  authServerClients: database.table(authServerClients),
  authServerSecrets: database.table(authServerSecrets),
  authServerScopes: database.table(authServerScopes),
  authServerClaims: database.table(authServerClaims),
})
