/** Does work on one thing after another, while work on different things goes on side by side. */
export type OneAtATime = <T>(id: string, work: () => Promise<T>) => Promise<T>

/** One queue per id. */
export function oneAtATime(): OneAtATime {
  const queues = new Map<string, Promise<unknown>>()
  return (id, work) => {
    const done = (queues.get(id) ?? Promise.resolve()).then(work)
    const settled = done.catch(() => {})
    queues.set(id, settled)
    settled.then(() => {
      if (queues.get(id) === settled) queues.delete(id)
    })
    return done
  }
}
