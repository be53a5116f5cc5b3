import { AsyncLocalStorage } from 'node:async_hooks'

const hearers = new AsyncLocalStorage<(error: unknown) => void>()

/**
 * Does `work` and tells of each error that leaves it by no promise that it gave: a rejection that nobody awaited, a throw in a callback.
 * They are heard only in a program that keeps them from ending it.
 */
export const hearingStrayErrors = <T>(tell: (error: unknown) => void, work: () => Promise<T>): Promise<T> =>
  hearers.run(tell, work)

/** From now on an error that nobody awaited does not end the program where somebody hears of it; any other does, as it would by itself. */
export function keepStrayErrors(): void {
  const stray = (error: unknown) => {
    const tell = hearers.getStore()
    if (tell) return tell(error)
    console.error(error)
    process.exit(1)
  }
  process.on('unhandledRejection', stray).on('uncaughtException', stray)
}
