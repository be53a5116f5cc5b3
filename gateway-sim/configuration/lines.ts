/** The lines of a byte stream as text, without their ends; empty lines are left out. A last line without an end is incomplete and dropped. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let parts: string[] = []
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n')
    for (const piece of pieces.slice(0, -1)) {
      const line = parts.length > 0 ? parts.join('') + piece : piece
      parts = []
      if (line.trim() !== '') yield line
    }
    parts.push(pieces.at(-1) ?? '')
  }
}
