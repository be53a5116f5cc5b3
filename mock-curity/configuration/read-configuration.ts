import { readFileSync } from 'node:fs'
import { Complaints } from '../../kit/complaints.ts'

/**
 * Parts of the configuration in a YAML (or JSON) file. What they may say is checked by whoever uses them.
 * @throws Complaints when the file cannot be read, or is no YAML
 */
export async function readConfiguration(file: string): Promise<object> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(textOf(file))
  const list = document.errors.map(({ message }) => ({ path: '', expected: message.trim() }))
  if (list.length > 0) throw new Complaints(file, list)
  const parts: unknown = document.toJS() ?? {}
  if (typeof parts === 'object' && parts !== null && !Array.isArray(parts)) return parts
  throw new Complaints(file, [{ path: '', expected: 'must be a tree of sections' }])
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string } // what the file system throws
    throw new Complaints(file, [{ path: '', expected: code === 'ENOENT' ? 'no such file' : message }])
  }
}
