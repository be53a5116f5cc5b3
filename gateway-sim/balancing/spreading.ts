import { createHash } from 'node:crypto'
import type { Upstream } from '../configuration/upstream.ts'
import type { Peer } from './peer.ts'

/** Picks one of several peers, of which there is at least one. `value` is what a hash is made of, if the request has it. */
export type Spread = (peers: readonly Peer[], value: string | undefined) => Peer | undefined

/** How an upstream spreads requests. Of the algorithms that are not simulated, round-robin stands in. */
export const spreadOf = ({ algorithm }: Upstream): Spread => {
  if (algorithm === 'least-connections') return leastConnections
  return algorithm === 'consistent-hashing' ? byHash : roundRobin
}

/** Smooth weighted round-robin, as nginx has it: each gets its share, and none of them all of it at once. */
const roundRobin: Spread = (peers) => {
  const all = peers.reduce((sum, { weight }) => sum + weight, 0)
  for (const peer of peers) peer.credit += peer.weight
  const next = most(peers, ({ credit }) => credit)
  if (next) next.credit -= all
  return next
}

const leastConnections: Spread = (peers) => most(peers, ({ open, weight }) => -(open + 1) / weight)

/**
 * Rendezvous hashing by weight: the same value meets the same peer as long as that one is there, and only its own values move when it
 * is not. Which peer that is, is ours: the data plane's ring is another.
 */
const byHash: Spread = (peers, value) =>
  value === undefined
    ? roundRobin(peers, value)
    : most(peers, ({ target, weight }) => weight / -Math.log(part(value, target)))

/** A number between 0 and 1 by value and peer. */
function part(value: string, target: string): number {
  const digest = createHash('sha256').update(`${target}\n${value}`).digest()
  return (digest.readUIntBE(0, 6) + 1) / (2 ** 48 + 1)
}

/** The first of those that measure most. */
function most(peers: readonly Peer[], measure: (peer: Peer) => number): Peer | undefined {
  let best: Peer | undefined
  for (const peer of peers) if (!best || measure(peer) > measure(best)) best = peer
  return best
}
