import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls'

/**
 * Checks a server's certificate as Node does, and that no more than `depth` intermediate authorities stand between it and the root
 * (`lua_ssl_verify_depth`, gateway.md 7). Gives the error for a TLS client's `checkServerIdentity`.
 */
export const chainWithin =
  (depth: number) =>
  (host: string, certificate: PeerCertificate): Error | undefined => {
    // Node's TLS is loaded by whoever needs it: most starts do not.
    const { checkServerIdentity } = process.getBuiltinModule('node:tls')
    const named = checkServerIdentity(host, certificate)
    if (named || intermediatesAbove(certificate) <= depth) return named
    return Object.assign(new Error('certificate chain too long'), { code: 'ERR_TLS_CERT_CHAIN_TOO_LONG' })
  }

/** A TLS client hands the whole chain over; a root is its own issuer. */
function intermediatesAbove(certificate: PeerCertificate): number {
  let intermediates = 0
  let here = certificate as DetailedPeerCertificate // as of `getPeerCertificate(true)`, which Node calls here
  while (here.issuerCertificate && here.issuerCertificate !== here) {
    here = here.issuerCertificate
    if (here.issuerCertificate && here.issuerCertificate !== here) intermediates++
  }
  return intermediates
}
