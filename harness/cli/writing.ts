import { Complaints } from '../../kit/complaints.ts'

/** What `write` gives. @throws Complaints when the file system does not let it write to `place` */
export async function writing<Written>(place: string, write: () => Written | Promise<Written>): Promise<Written> {
  try {
    return await write()
  } catch (error) {
    const { code, syscall } = error as { code?: string; syscall?: string }
    if (code === undefined || syscall === undefined) throw error
    throw new Complaints(place, [{ path: '', expected: `cannot be written: ${reasons[code] ?? code}` }])
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a file is there, not a folder',
  EISDIR: 'a folder is there, not a file',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'that file system is read-only',
  ENOSPC: 'there is no space left',
}
