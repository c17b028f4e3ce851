import type { Turn } from './turn.ts'

/** Transactions over their timeouts are looked for as long as there are transactions. */
export function armTimeouts(turn: Turn): void {
  if (turn.state.sweeps.timeouts) return
  turn.state.sweeps.timeouts = true
  turn.after(turn.settings['transaction.abort.timed.out.transaction.cleanup.interval.ms'], { type: 'timeouts-timer' })
}

/** Ids that nobody uses are looked for as long as there are ids. */
export function armExpiry(turn: Turn): void {
  if (turn.state.sweeps.expiry) return
  turn.state.sweeps.expiry = true
  turn.after(turn.settings['transaction.remove.expired.transaction.cleanup.interval.ms'], { type: 'expiry-timer' })
}
