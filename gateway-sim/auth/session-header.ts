/** When a session began, its rolling period began, and it was used last; epoch seconds. */
export interface SessionTimes {
  created: number
  rolled: number
  touched: number
}

/** What stands before the sealed data of a session, to be read by whoever has no secret. */
export interface SessionHeader extends SessionTimes {
  /** 32 bytes that are used once. */
  id: Buffer
  deflated: boolean
  /** Of the sealed data, in bytes. */
  size: number
}

/** Bytes of a whole header, and the characters that they make in a cookie (gateway.md 4). */
export const headerBytes = 82
/** Characters of a header in a cookie. */
export const headerLength = Math.ceil((headerBytes * 4) / 3)
/** The last bytes of a header authenticate all before them. */
export const macBytes = 16
/** Where the tag of the sealed data stands, and how much of the header before it is sealed with the data. */
export const tagAt = 47
/** Bytes of that tag. */
export const tagBytes = 16

const idBytes = 32
const version = 1
const deflatedFlag = 1
const at = { flags: 1, id: 3, created: 35, rolling: 40, size: 44, idling: tagAt + tagBytes }

/** A header without its authentication: version, flags, id, times, size, room for the tag, the time of the last use. */
export function headerOf({ id, deflated, created, rolled, touched, size }: SessionHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes - macBytes)
  bytes.writeUInt8(version, 0)
  bytes.writeUInt16LE(deflated ? deflatedFlag : 0, at.flags)
  id.copy(bytes, at.id, 0, idBytes)
  bytes.writeUIntLE(created, at.created, 5)
  bytes.writeUInt32LE(rolled - created, at.rolling)
  bytes.writeUIntLE(size, at.size, 3)
  return touchedAt(bytes, touched - rolled)
}

/** Notes in a header when the session was used last, in seconds since its rolling period began. */
export function touchedAt(header: Buffer, seconds: number): Buffer {
  header.writeUIntLE(seconds, at.idling, 3)
  return header
}

/** What a header says. It has been authenticated. */
export function readHeader(bytes: Buffer): SessionHeader {
  const created = bytes.readUIntLE(at.created, 5)
  const rolled = created + bytes.readUInt32LE(at.rolling)
  return {
    ...{ created, rolled, touched: rolled + bytes.readUIntLE(at.idling, 3) },
    id: bytes.subarray(at.id, at.id + idBytes),
    deflated: (bytes.readUInt16LE(at.flags) & deflatedFlag) !== 0,
    size: bytes.readUIntLE(at.size, 3),
  }
}
