import { hash, type X509Certificate } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { WhoMayRegister } from '../configuration/registration.ts'
import type { Services } from '../services.ts'

/**
 * The certificate that a registration rests on: one that a trusted issuer of `non-templatized/mutual-tls` has issued (`curity.md` 2.2).
 * Issuers stand there themselves, as PEM.
 */
export async function registeringCertificate(
  request: FastifyRequest,
  { certificates }: WhoMayRegister,
  services: Services,
): Promise<X509Certificate | undefined> {
  if (!certificates) return undefined
  // Loaded here, since most servers register by tokens alone.
  const { certificateFrom } = await import('../client-authentication/certificate.ts')
  return certificateFrom(request, certificates, services)
}

/** How a certificate is remembered: its SHA-256 thumbprint (RFC 8705 §3.1). */
export const thumbprintOf = ({ raw }: X509Certificate): string => hash('sha256', raw, 'base64url')

/** The organizationIdentifier (2.5.4.97) of the subject, which names the client unless the profile says otherwise (`curity.md` 2.4). */
export const organizationIn = ({ subject }: X509Certificate): string | undefined =>
  /^(?:organizationIdentifier|2\.5\.4\.97)=(.+)$/im.exec(subject ?? '')?.[1]
