import type { Turn } from '../../turn.ts'
import { softStateOf } from '../soft-state.ts'

/** What a member of the classic protocol has to do next: join again, or ask for its assignment. */
export type ClassicStep = 'join' | 'sync'

export interface ClassicDeadline {
  readonly timer: number
  readonly step: ClassicStep
}

interface DeadlineOptions {
  readonly memberId: string
  readonly step: ClassicStep
  readonly timeoutMs: number
}

/** The member has `timeoutMs` to take a step, in the place of any before. */
export function setClassicDeadline(turn: Turn, groupId: string, options: DeadlineOptions): void {
  const { memberId, step, timeoutMs } = options
  cancelClassicDeadline(turn, groupId, memberId)
  const timer = turn.setTimer(timeoutMs, { type: 'classic-step-timer', groupId, memberId, step })
  softStateOf(turn, groupId).classicDeadlines.set(memberId, { timer, step })
}

/** The member was told to join again: from the first time on its rebalance timeout counts. */
export function expectJoin(
  turn: Turn,
  groupId: string,
  { memberId, rebalanceTimeoutMs }: { readonly memberId: string; readonly rebalanceTimeoutMs: number }
): void {
  if (softStateOf(turn, groupId).classicDeadlines.has(memberId)) return
  setClassicDeadline(turn, groupId, { memberId, step: 'join', timeoutMs: rebalanceTimeoutMs })
}

export function cancelClassicDeadline(turn: Turn, groupId: string, memberId: string): void {
  const { classicDeadlines } = softStateOf(turn, groupId)
  turn.cancelTimer(classicDeadlines.get(memberId)?.timer)
  classicDeadlines.delete(memberId)
}
