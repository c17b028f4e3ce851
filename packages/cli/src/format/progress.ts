import { duration } from './units.ts'

/** How far long work has come. */
export interface Progress {
  readonly done: number
  /** Undefined when nobody knows. */
  readonly total: number | undefined
  readonly elapsedMs: number
}

const barWidth = 24

/** `[######                  ]  25 %, 250,000 of 1,000,000 records, 50,000/s, 15.0 s left`; without a total, only what is done. */
export function progressLine({ done, total, elapsedMs }: Progress): string {
  const perSecond = elapsedMs > 0 ? done / (elapsedMs / 1000) : 0
  const rate = `${grouped(Math.round(perSecond))}/s`
  if (total === undefined || total <= 0) return `${records(done)}, ${rate}`
  const share = Math.min(done / total, 1)
  const bar = '#'.repeat(Math.floor(share * barWidth)).padEnd(barWidth)
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  const left = perSecond > 0 && share < 1 ? `, ${duration(((total - done) / perSecond) * 1000)} left` : ''
  return `[${bar}] ${percent} %, ${grouped(done)} of ${records(total)}, ${rate}${left}`
}

function records(amount: number): string {
  return `${grouped(amount)} ${amount === 1 ? 'record' : 'records'}`
}

function grouped(amount: number): string {
  return amount.toLocaleString('en')
}
