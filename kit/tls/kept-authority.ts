import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomIds } from '../ids.ts'
import { type CertificateAuthority, createAuthority, openAuthority } from './certificate-authority.ts'

/** An authority that is kept in files. */
export interface KeptAuthority extends CertificateAuthority {
  /** Where the certificate is, for `NODE_EXTRA_CA_CERTS` and `curl --cacert`. */
  file: string
}

/**
 * The authority kept in `folder`, so that it stays the same over restarts and several programs share it; made when there is none.
 * The key is for its owner's eyes only, and git does not see the folder.
 */
export async function keptAuthority(folder: string): Promise<KeptAuthority> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const both = join(folder, 'ca-with-key.pem')
  const kept = read(both) ?? (await make(folder, both))
  const file = join(folder, 'ca.pem')
  // Who reads the certificate while another program starts gets a whole one.
  const next = ofItsOwn(file)
  writeFileSync(next, `${kept.certificate}\n`)
  renameSync(next, file)
  return { ...(await openAuthority(kept)), file }
}

async function make(folder: string, both: string): Promise<{ certificate: string; key: string }> {
  const { certificate, key } = await createAuthority()
  const mine = ofItsOwn(both)
  writeFileSync(join(folder, '.gitignore'), '*\n')
  writeFileSync(mine, `${certificate}\n${key}\n`, { mode: 0o600 })
  try {
    // Of programs that start at the same time one gets its file in place, whole; the others take that one.
    linkSync(mine, both)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    rmSync(mine)
  }
  return read(both) ?? { certificate, key }
}

/** A file next to `file` that no other program writes; containers that share the folder may all be process 1. */
const ofItsOwn = (file: string) => `${file}.${randomIds.hex('authority', 8)}`

function read(file: string): { certificate: string; key: string } | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    const at = text.indexOf('-----BEGIN PRIVATE KEY-----')
    return { certificate: text.slice(0, at).trim(), key: text.slice(at).trim() }
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
