/** Between two rounds of questions: doubles up to the most. Who is asked by somebody new asks at once. */
const askAgainMs = { least: 20, most: 500 }

/** How long to wait after a round, counted from 0, that brought nothing. */
export function backOffMs(round: number): number {
  return Math.min(askAgainMs.least * 2 ** Math.min(round, 10), askAgainMs.most)
}

/** How often a node that waits says for whom: after every tenth round. */
export function isTimeToTell(round: number): boolean {
  return round % 10 === 9
}
