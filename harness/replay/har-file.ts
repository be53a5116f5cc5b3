import { closeSync, openSync, writeSync } from 'node:fs'
import type { ExchangeBus } from '../../kit/exchanges.ts'
import { entryOf } from '../../kit/har.ts'
import { numberedMask } from '../../kit/redact.ts'
import { client } from '../../kit/transcript.ts'

/** As many exchanges as a recording takes; what comes later is counted. */
const limit = 10_000

export interface HarFile {
  /** Ends the recording. Gives how many exchanges came after it was full. */
  close(): number
}

/**
 * Writes every exchange of `bus` to an HTTP Archive as it ends. The file is whole after each, so that a program that is killed leaves one that can
 * be read. Secrets stand under numbers (`***1`), the same for the same secret: it can be replayed, and tells none.
 */
export function harFile(file: string, bus: ExchangeBus, creator: { name: string; version: string }): HarFile {
  const handle = openSync(file, 'w', 0o600)
  const end = '\n]}}\n'
  const head = `{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[`
  let at = writeSync(handle, head, 0)
  writeSync(handle, end, at)
  let count = 0
  const stop = bus.subscribe((exchange) => {
    if (++count > limit) return
    // A call ends before the one that made it, so who called is not known by name yet; the trace tells it to whoever reads.
    const { _caller, ...known } = entryOf({ exchange, caller: client, depth: 0 })
    const entry = JSON.stringify(known)
    at += writeSync(handle, `${count > 1 ? ',' : ''}\n${entry}`, at)
    writeSync(handle, end, at)
  }, numberedMask())
  return {
    close() {
      stop()
      closeSync(handle)
      return Math.max(0, count - limit)
    },
  }
}
