import { type Clock, epochSeconds, systemClock } from '../../kit/clock.ts'

/**
 * By how many seconds the server's clock is ahead of the machine's, which is the one that the engine reads. Both are looked at within one
 * second of the machine: when it ends between the two looks, it is not the distance that they show.
 */
export function aheadOfMachine(clock: Clock, machineClock: Clock = systemClock): number {
  for (;;) {
    const machine = epochSeconds(machineClock)
    const ahead = epochSeconds(clock) - machine
    if (epochSeconds(machineClock) === machine) return ahead
  }
}
