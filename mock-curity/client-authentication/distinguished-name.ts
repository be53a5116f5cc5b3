/** Names of attribute types, in the short form in which certificates are printed. */
const shortNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'ORGANIZATIONIDENTIFIER',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/**
 * Whether a certificate's subject, as Node prints it (a part a line), is the name that somebody wrote (RFC 4514). People write its parts in
 * the order of the certificate and in the reverse one; both are taken.
 */
export function sameName(printed: string, written: string): boolean {
  const subject = printed.split('\n').map(normal)
  const wanted = written.split(/(?<!\\),/).map(normal)
  return [subject, subject.toReversed()].some((parts) => parts.join(',') === wanted.join(','))
}

function normal(part: string): string {
  const equals = part.indexOf('=')
  const type = part.slice(0, equals).trim().toUpperCase()
  const value = part
    .slice(equals + 1)
    .replace(/\\(.)/g, '$1')
    .trim()
  return `${shortNames[type] ?? type}=${value.replaceAll(/\s+/g, ' ').toLowerCase()}`
}
