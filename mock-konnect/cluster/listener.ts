import type { ServerResponse } from 'node:http'
import type { Listener } from './feed.ts'

/** Lines that may wait for a reader before it is dropped; it reconnects and starts with a whole configuration. */
const patience = 1000

/** A listener that writes to an open answer, and gives up on a reader that does not read. */
export function answerListener(raw: ServerResponse): Listener {
  let waiting = 0
  return {
    write(line) {
      if (raw.destroyed) return
      waiting++
      raw.write(line, () => {
        waiting--
      })
      if (waiting > patience) raw.destroy()
    },
    end() {
      raw.end()
    },
  }
}
