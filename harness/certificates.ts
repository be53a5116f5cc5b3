import type { Certificate, CertificateAuthority } from '../kit/tls/certificate-authority.ts'
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

/** Issues what servers on `host` need. Certificates are loaded only when TLS is on. */
export async function certificatesFor(tls: boolean | TlsSetup, host: string): Promise<Certificates> {
  if (tls === false) return { trust: undefined }
  const [{ createAuthority }, { localNames }] = await Promise.all([
    import('../kit/tls/certificate-authority.ts'),
    import('../kit/tls/names.ts'),
  ])
  const { authority = await createAuthority(), certificates = {} } = tls === true ? {} : tls
  const common = await authority.issue({ names: localNames(host) })
  return { curity: common, konnect: common, gateway: common, ...certificates, trust: authority.certificate }
}
