import { systemClock } from '../kit/clock.ts'
import type { Certificate, CertificateAuthority } from '../kit/tls/certificate-authority.ts'
import { localNames } from '../kit/tls/names.ts'
import type { TlsTrouble } from './given.ts'
import type { ServerName } from './levers.ts'

/** How the servers serve https. */
export interface TlsSetup {
  /** Issues their certificates, and is what they and the drivers trust; default: one made on the spot. */
  authority?: CertificateAuthority
  /** Certificates that single servers have instead: expired ones, of other hosts, of strangers. */
  certificates?: Partial<Record<ServerName, Certificate>>
}

/** The certificate of each server, and the authority behind them, PEM. All undefined while TLS is off. */
export type Certificates = Partial<Record<ServerName, Certificate>> & { trust: string | undefined }

/** How a scenario's servers serve https: an authority of their own, and the trouble it is given. */
export async function troubledTls(troubles: Partial<Record<ServerName, TlsTrouble>>, host: string): Promise<TlsSetup> {
  const { createAuthority } = await import('../kit/tls/certificate-authority.ts')
  const authority = await createAuthority()
  const made = Object.entries(troubles).map(async ([server, trouble]) => [
    server,
    await troubledCertificate(trouble, authority, host),
  ])
  return { authority, certificates: Object.fromEntries(await Promise.all(made)) }
}

async function troubledCertificate(trouble: TlsTrouble, authority: CertificateAuthority, host: string) {
  const { createAuthority, selfSigned } = await import('../kit/tls/certificate-authority.ts')
  const names = localNames(host)
  const now = systemClock.now()
  const issue: Record<TlsTrouble, () => Promise<Certificate>> = {
    'self-signed': () => selfSigned({ names }),
    stranger: async () => (await createAuthority({ name: 'a stranger' })).issue({ names }),
    expired: () => authority.issue({ names, validFrom: now - 2 * day, validUntil: now - day }),
    'other-host': () => authority.issue({ names: ['elsewhere.example'] }),
    'deep-chain': async () => (await (await authority.intermediate('outer')).intermediate('inner')).issue({ names }),
  }
  return issue[trouble]()
}

const day = 86_400_000

/** Issues what servers on `host` need. Certificates are loaded only when TLS is on. */
export async function certificatesFor(tls: boolean | TlsSetup, host: string): Promise<Certificates> {
  if (tls === false) return { trust: undefined }
  const { createAuthority } = await import('../kit/tls/certificate-authority.ts')
  const { authority = await createAuthority(), certificates = {} } = tls === true ? {} : tls
  const common = await authority.issue({ names: localNames(host) })
  return { curity: common, konnect: common, gateway: common, ...certificates, trust: authority.certificate }
}
