import type { Clock } from './ports.ts'

/**
 * How long to wait for the next beat, in ms: a moment that is a multiple of `everyMs` by the wall clock. What a node does again
 * and again, and nobody waits for, it does on beats: it wakes up once for all of it, and what nodes tell each other arrives
 * while they are awake. Between half of `everyMs` and one and a half, so that a timer that fires early does not fire twice, and
 * a clock that jumps shifts the beat and does nothing worse.
 */
export function untilBeat(clock: Clock, everyMs: number): number {
  const delayMs = everyMs - (clock.wallMs() % everyMs)
  return delayMs < everyMs / 2 ? delayMs + everyMs : delayMs
}
