/** Notes how something that was made goes away again. */
export type Later = (undo: () => Promise<unknown>) => void

/** Does `act`, then undoes what it noted, the last thing first, also when it failed: nothing stays at servers that are not ours. */
export async function cleaning(act: (later: Later) => Promise<void>): Promise<void> {
  const undoing: (() => Promise<unknown>)[] = []
  try {
    await act((undo) => undoing.push(undo))
  } finally {
    for (const undo of undoing.toReversed()) await undo()
  }
}
