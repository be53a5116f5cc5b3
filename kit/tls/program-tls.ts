import Type from 'typebox'
import type { Certificate } from './certificate-authority.ts'
import { localNames } from './names.ts'

/** Settings by which a program serves https. */
export const TlsSettings = {
  TLS_CA: Type.Optional(Type.String({ description: 'folder of the certificate authority; serves https when set' })),
  TLS_NAMES: Type.Optional(Type.String({ description: 'more names for the certificate, comma-separated' })),
}

/** What a server needs in order to serve https, and to trust the others that do. */
export interface ProgramTls {
  tls?: Certificate | undefined
  /** The authority's certificate, PEM. */
  trust?: string
}

/** A certificate of the authority in the folder that the settings name; nothing, and nothing loaded, when they name none. */
export async function programTls(settings: { HOST: string; TLS_CA?: string; TLS_NAMES?: string }): Promise<ProgramTls> {
  const { HOST, TLS_CA, TLS_NAMES = '' } = settings
  if (TLS_CA === undefined) return {}
  const { keptAuthority } = await import('./kept-authority.ts')
  const authority = await keptAuthority(TLS_CA)
  const others = TLS_NAMES.split(',').flatMap((name) => name.trim() || [])
  return { tls: await authority.issue({ names: localNames(HOST, ...others) }), trust: authority.certificate }
}

/** How addresses of a server begin. */
export const schemeOf = ({ tls }: { tls?: unknown }): 'https' | 'http' => (tls === undefined ? 'http' : 'https')
