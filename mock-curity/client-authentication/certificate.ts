import { hash, X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import type { Reason } from '../../kit/reason.ts'
import type { Client } from '../clients/client.ts'
import type { Credential } from '../clients/credential.ts'
import type { ClientCertificate } from '../configuration/authentication-schema.ts'
import type { Configuration } from '../configuration/configuration.ts'
import { section } from '../configuration/leaf.ts'
import { onlyProfile } from '../configuration/token-service.ts'
import type { InvalidClient } from '../errors.ts'
import type { Services } from '../services.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'
import { sameName } from './distinguished-name.ts'

/** A request, and the client that must have the certificate it was made with. */
export interface CertificateCheck {
  request: FastifyRequest
  client: Client
  credentials: readonly Credential[]
  at: ClientEndpoint
  /** Epoch ms. */
  now: number
  refuse(reason: Reason): InvalidClient
}

/**
 * Checks the certificate of a client: from the TLS connection, or from the header of a proxy in front (RFC 8705 §2.1, `curity.md` 6).
 * @returns its SHA-256 thumbprint
 * @throws InvalidClient
 */
export function verifyCertificate(
  { request, client, credentials, at, now, refuse }: CertificateCheck,
  { configuration }: Services,
): string {
  const { mutualTls, certificateHeader } = configuration.service.authentication
  if (!mutualTls) throw refuse(reasons.method(at, 'mutual TLS is off'))
  let why: string | undefined
  for (const credential of credentials) {
    if (credential.kind !== 'certificate') continue
    const chain = credential.byProxy ? chainIn(request, certificateHeader) : chainOf(request)
    const rule =
      client.origin === 'registered' ? { ...credential.rule, 'trusted-ca': trustedCas(configuration) } : credential.rule
    why = objection(chain, rule, now)
    if (why === undefined && chain[0]) return hash('sha256', chain[0].raw, 'base64url')
  }
  throw refuse(reasons.certificate(at, client.id, why ?? 'there is none'))
}

/** The certificate of a request, directly or by a proxy, if it is valid now and one of `issuers` (PEM; other names trust nobody) has issued it. */
export function certificateFrom(
  request: FastifyRequest,
  issuers: readonly string[],
  { configuration, clock }: Pick<Services, 'configuration' | 'clock'>,
): X509Certificate | undefined {
  const { certificateHeader } = configuration.service.authentication
  const direct = chainOf(request)
  const chain = direct.length > 0 ? direct : chainIn(request, certificateHeader)
  const rule = { 'trusted-ca': issuers.filter(isPem) }
  return objection(chain, rule, clock.now()) === undefined ? chain[0] : undefined
}

const isPem = (text: string) => text.includes('-----BEGIN CERTIFICATE-----')

/** Who issues the certificates of registered clients: `trusted-cas` of registration, each as PEM (`curity.md` 2.4). */
function trustedCas({ tree }: Configuration): string[] {
  const registration = section(onlyProfile(tree).settings['authorization-server']['dynamic-client-registration'])
  const method = section(registration?.['non-templatized'])?.['client-authentication-method']?.['mutual-tls']
  const named = typeof method === 'object' ? (method?.['trusted-cas'] ?? []) : []
  return named.filter(isPem)
}

/** The certificate of the connection, and those above it that came along. */
function chainOf({ raw }: FastifyRequest): X509Certificate[] {
  const socket = raw.socket as Partial<TLSSocket> // a TLS connection has this method
  const chain: X509Certificate[] = []
  for (let next = socket.getPeerX509Certificate?.(); next; next = next.issuerCertificate) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) break
    chain.push(next)
  }
  return chain
}

/** What a proxy hands on: PEM, PEM with percent-encoding, or DER in base64. */
function chainIn({ headers }: FastifyRequest, name: string | undefined): X509Certificate[] {
  const value = name === undefined ? undefined : headers[name]
  if (typeof value !== 'string' || value === '') return []
  try {
    const text = value.includes('%') ? decodeURIComponent(value) : value
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
    // A header has no line breaks, so that they come as spaces or not at all.
    const der = (pem: string) => Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')
    return (blocks ?? [text]).map((block) => new X509Certificate(der(block)))
  } catch {
    return []
  }
}

/** Why a certificate is not taken; undefined when it is. */
function objection([leaf, ...above]: X509Certificate[], rule: ClientCertificate, now: number): string | undefined {
  if (!leaf) return 'no certificate came'
  if (Date.parse(leaf.validTo) < now || Date.parse(leaf.validFrom) > now) return 'it is not valid at this time'
  const wanted = rule['client-certificate']
  if (wanted !== undefined) return new X509Certificate(wanted).raw.equals(leaf.raw) ? undefined : 'it is another one'
  const authorities = [rule['trusted-ca'] ?? []].flat().map((pem) => new X509Certificate(pem))
  if (!isIssuedBy(authorities, leaf, above)) return 'no trusted-ca has issued it'
  return isNamed(leaf, rule) ? undefined : `its subject is ${leaf.subject?.replaceAll('\n', ',')}`
}

/** Whether the certificate goes back to one of `authorities`, by those that came along. */
function isIssuedBy(authorities: X509Certificate[], leaf: X509Certificate, above: X509Certificate[]): boolean {
  if (authorities.some((authority) => hasIssued(authority, leaf))) return true
  const [next, ...rest] = above
  if (!next?.ca || !hasIssued(next, leaf)) return false
  return isIssuedBy(authorities, next, rest)
}

const hasIssued = (authority: X509Certificate, certificate: X509Certificate) =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

/** Whether the certificate has the names that are asked for; a rule without names takes any. */
function isNamed(leaf: X509Certificate, rule: ClientCertificate): boolean {
  const { 'client-dn': dn, 'client-dns-name': dns, 'client-email': email, 'client-ip': ip, 'client-uri': uri } = rule
  if (dn !== undefined && !sameName(leaf.subject ?? '', dn)) return false
  if (dns !== undefined && leaf.checkHost(dns, { subject: 'never' }) === undefined) return false
  if (email !== undefined && leaf.checkEmail(email, { subject: 'never' }) === undefined) return false
  if (ip !== undefined && leaf.checkIP(ip) === undefined) return false
  return uri === undefined || (leaf.subjectAltName ?? '').split(', ').includes(`URI:${uri}`)
}
