import type { webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { systemClock } from '../clock.ts'
import { ecdsa, type KeyPair, newKeyPair, pemOf, privateKeyOf } from './key-pair.ts'
import { subjectAlternativeNames } from './names.ts'

/** A certificate and its private key, as Node's TLS takes them: PEM. */
export interface Certificate {
  /** The certificate, then those of the intermediate authorities above it. */
  cert: string
  key: string
}

/** What a certificate says. */
export interface CertificateOptions {
  /** Host names, IP addresses, mail addresses, URIs (RFC 5280 §4.2.1.6). */
  names?: readonly string[]
  /** Distinguished name, `CN=app,O=Example`; default: the first name as CN. */
  subject?: string
  /** Epoch ms; default: from an hour ago until in a year. */
  validFrom?: number
  validUntil?: number
  /** Which end of a connection it is for; default `server`. */
  usage?: 'server' | 'client'
}

/** Issues certificates that whoever trusts `certificate` takes. For tests only. */
export interface CertificateAuthority {
  /** The root's certificate, PEM: what goes into trust stores. */
  readonly certificate: string
  /** The private key of this authority, PEM. */
  readonly key: string
  issue(options: CertificateOptions): Promise<Certificate>
  /** An authority below this one. What it issues carries the chain up to, and without, the root. */
  intermediate(name: string): Promise<CertificateAuthority>
}

const hour = 3_600_000
const year = 365 * 24 * hour

/** A new authority, made on the spot. */
export async function createAuthority({
  name = 'dcr-harness test CA',
}: {
  name?: string
} = {}): Promise<CertificateAuthority> {
  const keys = await newKeyPair()
  const certificate = await sign(
    keys,
    { subject: `CN=${name}`, validUntil: systemClock.now() + 10 * year },
    'authority',
  )
  return authorityOf(certificate, keys.privateKey, [])
}

/** The authority whose certificate and key were kept, PEM. */
export async function openAuthority(kept: { certificate: string; key: string }): Promise<CertificateAuthority> {
  const { X509Certificate } = await library()
  return authorityOf(new X509Certificate(kept.certificate), await privateKeyOf(kept.key), [])
}

/** A certificate that nobody vouches for. */
export async function selfSigned(options: CertificateOptions): Promise<Certificate> {
  const keys = await newKeyPair()
  const certificate = await sign(keys, options, options.usage ?? 'server')
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

/** A certificate without the intermediates above it: what a server sends whose chain is incomplete. */
export const withoutChain = ({ cert, key }: Certificate): Certificate => ({
  cert: cert.slice(0, cert.indexOf(ending) + ending.length),
  key,
})

const ending = '-----END CERTIFICATE-----'

interface Issuer {
  certificate: X509.X509Certificate
  privateKey: webcrypto.CryptoKey
}

/** @param above the intermediates from this authority up to, and without, the root; the root itself has none */
async function authorityOf(
  certificate: X509.X509Certificate,
  privateKey: webcrypto.CryptoKey,
  above: readonly string[],
  root = certificate.toString('pem'),
): Promise<CertificateAuthority> {
  const issuer = { certificate, privateKey }
  return {
    certificate: root,
    key: await pemOf(privateKey),
    async issue(options) {
      const keys = await newKeyPair()
      const issued = await sign(keys, options, options.usage ?? 'server', issuer)
      return { cert: [issued.toString('pem'), ...above].join('\n'), key: await pemOf(keys.privateKey) }
    },
    async intermediate(name) {
      const keys = await newKeyPair()
      const issued = await sign(keys, { subject: `CN=${name}` }, 'authority', issuer)
      return authorityOf(issued, keys.privateKey, [issued.toString('pem'), ...above], root)
    },
  }
}

/** @param issuer default: the key signs itself */
async function sign(
  keys: KeyPair,
  { names = [], subject, validFrom, validUntil }: CertificateOptions,
  role: 'authority' | 'server' | 'client',
  issuer?: Issuer,
): Promise<X509.X509Certificate> {
  const x509 = await library()
  const now = systemClock.now()
  const { basicConstraints, keyUsage, extendedKeyUsage } = usageOf(x509, role)
  const name = subject ?? `CN=${names[0] ?? 'test'}`
  const alternatives = subjectAlternativeNames(names)
  return x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: issuer?.privateKey ?? keys.privateKey,
    signingAlgorithm: { ...ecdsa, hash: 'SHA-256' },
    notBefore: new Date(validFrom ?? now - hour),
    notAfter: new Date(validUntil ?? now + year),
    extensions: [
      basicConstraints,
      keyUsage,
      ...extendedKeyUsage,
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer?.certificate.publicKey ?? keys.publicKey),
      ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
    ],
  })
}

function usageOf(x509: typeof X509, role: 'authority' | 'server' | 'client') {
  const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags
  const isAuthority = role === 'authority'
  const purpose = role === 'client' ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth
  return {
    basicConstraints: new x509.BasicConstraintsExtension(isAuthority, undefined, true),
    keyUsage: new x509.KeyUsagesExtension(isAuthority ? keyCertSign | cRLSign : digitalSignature, true),
    extendedKeyUsage: isAuthority ? [] : [new x509.ExtendedKeyUsageExtension([purpose])],
  }
}

/** Loaded with the first certificate: it is heavy, and needs the metadata polyfill before it. */
async function library(): Promise<typeof X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
