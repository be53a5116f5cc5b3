import { buildMockCurity } from '../../mock-curity/app.ts'
import { anonymousPath, onlyProfile } from '../../mock-curity/configuration/token-service.ts'
import type { Addresses } from '../addresses.ts'
import { curityStart } from '../demo/curity-export.ts'
import { demo } from '../demo/names.ts'
import { baseUrlIn } from '../demo/start.ts'
import { proceduresIn } from '../procedures.ts'
import type { Starting } from './starting.ts'

/**
 * Starts mock-curity with the demo's configuration.
 * @param baseUrl under which address callers reach it; default: the one it listens on
 */
export async function startCurity(
  { given, ports, listen, common, certificates, store, quirks }: Starting,
  baseUrl?: string,
): Promise<Addresses['curity']> {
  const start = await curityStart(given)
  const curity = await buildMockCurity({
    ...common,
    tls: certificates.curity,
    database: store.database('mock-curity'),
    sealingKey: await store.sealingKey(),
    ...start,
    signingKeys: given.curity?.signingKeys,
    procedures: proceduresIn(given.curity?.procedures),
    tokenProcedures: proceduresIn(given.curity?.tokenProcedures),
    behaviour: given.curity?.behaviour,
    quirks: quirks.curity,
  })
  const [listening, admin] = await Promise.all([
    listen(curity.app, ports.curity, 'mock-curity', 'CURITY_PORT'),
    listen(curity.adminListener, ports.curityAdmin, 'mock-curity (admin)', 'CURITY_ADMIN_PORT'),
  ])
  const url = baseUrl ?? listening
  // What the configuration says is what the server believes, right or wrong.
  if (baseUrlIn(given) === undefined) curity.setBaseUrl(url)
  return curityAddresses(url, admin, anonymousPath(onlyProfile(curity.configuration())))
}

/** The demo's Curity and the credentials to use there, by the addresses of its two ports. */
export const curityAddresses = (url: string, admin: string, anonymous?: string): Addresses['curity'] => ({
  url,
  admin,
  issuer: issuerAt(url, anonymous),
  registrar: asClient(demo.registrar),
  introspector: asClient(demo.introspector),
})

/** The issuer of the demo's configuration, or of one that has its anonymous endpoint elsewhere. */
export const issuerAt = (url: string, anonymous = '/oauth/v2/oauth-anonymous'): string => `${url}${anonymous}`

const asClient = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  id: clientId,
  secret: clientSecret,
})
