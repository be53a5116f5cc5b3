import { systemClock } from '../kit/clock.ts'
import type { Certificate, CertificateAuthority } from '../kit/tls/certificate-authority.ts'
import { localNames } from '../kit/tls/names.ts'
import type { Given } from './given.ts'
import type { ServerName } from './levers.ts'
import type { HopCertificate, TlsTrouble } from './network/edge.ts'

/** How the servers serve https. */
export interface TlsSetup {
  /** Issues their certificates, and is what they and the drivers trust; default: one made on the spot. */
  authority?: CertificateAuthority
  /** Certificates that single servers have instead: expired ones, of other hosts, of strangers. */
  certificates?: Partial<Record<ServerName, Certificate>>
}

/** The certificate of each server, and the authority behind them, PEM. All undefined while TLS is off. */
export type Certificates = Partial<Record<ServerName, Certificate>> & {
  trust: string | undefined
  /** Makes certificates for hops of the network. */
  issue?: (kind: HopCertificate) => Promise<Certificate>
}

/** How a scenario's servers serve https: an authority of their own, and the trouble it is given. */
export async function troubledTls(troubles: Partial<Record<ServerName, TlsTrouble>>, host: string): Promise<TlsSetup> {
  const { createAuthority } = await import('../kit/tls/certificate-authority.ts')
  const authority = await createAuthority()
  const made = Object.entries(troubles).map(async ([server, trouble]) => [
    server,
    await certificateThatIs(trouble, authority, host),
  ])
  return { authority, certificates: Object.fromEntries(await Promise.all(made)) }
}

async function certificateThatIs(kind: HopCertificate, authority: CertificateAuthority, host: string) {
  const { createAuthority, selfSigned, withoutChain } = await import('../kit/tls/certificate-authority.ts')
  const names = localNames(host)
  const now = systemClock.now()
  const deep = async () => (await (await authority.intermediate('outer')).intermediate('inner')).issue({ names })
  const issue: Record<HopCertificate, () => Promise<Certificate>> = {
    trusted: () => authority.issue({ names }),
    'self-signed': () => selfSigned({ names }),
    stranger: async () => (await createAuthority({ name: 'a stranger' })).issue({ names }),
    expired: () => authority.issue({ names, validFrom: now - 2 * day, validUntil: now - day }),
    'other-host': () => authority.issue({ names: ['elsewhere.example'] }),
    'deep-chain': deep,
    'no-chain': async () => withoutChain(await deep()),
  }
  return issue[kind]()
}

const day = 86_400_000

/**
 * Issues what servers on `host` need. Certificates are loaded only when TLS is on.
 * @param given where a hop of the network or a listener asks for https, there is an authority, although the servers may speak plain HTTP
 */
export async function certificatesFor(
  tls: boolean | TlsSetup,
  host: string,
  { network = {}, gateway }: Pick<Given, 'network' | 'gateway'> = {},
): Promise<Certificates> {
  const somewhere = gateway?.tlsListener || Object.values(network).some((edge) => edge.tls !== undefined)
  if (tls === false && !somewhere) return { trust: undefined }
  const { createAuthority } = await import('../kit/tls/certificate-authority.ts')
  const { authority = await createAuthority(), certificates = {} } = typeof tls === 'boolean' ? {} : tls
  const issue = (kind: HopCertificate) => certificateThatIs(kind, authority, host)
  const all = { trust: authority.certificate, issue }
  if (tls === false) return all
  const common = await authority.issue({ names: localNames(host) })
  return { curity: common, konnect: common, gateway: common, ...certificates, ...all }
}
