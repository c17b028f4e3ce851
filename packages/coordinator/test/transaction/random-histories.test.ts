import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { TransactionVersion } from '../../src/transaction/metadata.ts'
import type { TransactionRecord } from '../../src/transaction/records.ts'
import { TransactionState } from '../../src/transaction/states.ts'
import type { Answer } from '../support/group-story.ts'
import type { ProducerAnswer } from '../../src/transaction/answers.ts'
import { type Producer, TransactionStory } from '../support/transaction-story.ts'

const { empty, ongoing, prepareCommit, prepareAbort, completeCommit, completeAbort } = TransactionState
const over: readonly TransactionState[] = [empty, completeCommit, completeAbort]

/** The states that may stand before a state in the log; each may also be written twice. */
const before: Readonly<Record<string, readonly TransactionState[]>> = {
  [empty]: over,
  [ongoing]: [...over, ongoing],
  [prepareCommit]: [ongoing],
  [prepareAbort]: [...over, ongoing],
  [completeCommit]: [prepareCommit],
  [completeAbort]: [prepareAbort]
}

/** Chance, the same for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One transactional id, two producers that both believe to own it, and a log that does not always take what it is given. */
class History {
  readonly random: (below: number) => number
  story = new TransactionStory()
  epoch = 1
  readonly producers: Producer[] = []
  /** Ends that were confirmed, by the producer and epoch that asked. */
  readonly confirmed = new Map<string, 'commit' | 'abort'>()
  private asked: { readonly answer: Answer<ProducerAnswer>; readonly heard: (answer: ProducerAnswer) => void }[] = []

  constructor(seed: number) {
    this.random = chance(seed)
  }

  step(): void {
    const kind = this.random(12)
    if (kind < 2) this.init()
    else if (kind < 5) this.add()
    else if (kind < 7) this.end()
    else if (kind === 7) this.story.advance(this.random(40_000))
    else if (kind === 8) this.story.holdAppends()
    else if (kind === 9) this.outcome()
    else if (kind === 10) this.story.writeMarkers()
    else if (this.random(4) === 0) this.failover()
    this.hear()
  }

  /** The log takes all, and markers are written, until nothing is under way. */
  settle(): void {
    for (let turn = 0; turn < 20; turn++) {
      this.story.commit()
      this.story.writeMarkers()
      this.story.advance(10_000)
    }
    this.hear()
  }

  private init(): void {
    const index = this.random(2)
    const known = this.producers[index]
    const expected = known !== undefined && this.random(2) === 0 ? known : undefined
    this.ask(this.story.init({ expected, timeoutMs: 30_000 }), ({ producerId, producerEpoch }) => {
      this.producers[index] = { producerId, producerEpoch }
    })
  }

  private add(): void {
    const producer = this.producers[this.random(2)]
    if (producer !== undefined) this.story.add(producer, { a: [this.random(3)] }, this.version)
  }

  private end(): void {
    const index = this.random(2)
    const producer = this.producers[index]
    if (producer === undefined) return
    const outcome = this.random(3) === 0 ? 'abort' : 'commit'
    const version = this.version
    this.ask(this.story.end(producer, outcome, version), (answer) => {
      if (version !== TransactionVersion.v2) return
      this.confirmed.set(`${producer.producerId} ${producer.producerEpoch}`, outcome)
      if (this.producers[index] === producer) this.producers[index] = answer
    })
  }

  private get version(): TransactionVersion {
    return this.random(4) === 0 ? TransactionVersion.v0 : TransactionVersion.v2
  }

  private outcome(): void {
    const kind = this.random(3)
    if (kind === 0) this.story.refuse()
    else if (kind === 1) this.story.timeOut()
    else this.story.commit()
  }

  private failover(): void {
    this.hear()
    this.asked = []
    this.story = this.story.failover({ epoch: ++this.epoch, all: this.random(2) === 0 })
  }

  private ask(answer: Answer<ProducerAnswer>, heard: (answer: ProducerAnswer) => void): void {
    this.asked.push({ answer, heard })
  }

  /** Producers take what they were answered meanwhile. */
  private hear(): void {
    this.asked = this.asked.filter(({ answer: { response }, heard }) => {
      if (response?.errorCode === ErrorCode.NONE) heard(response)
      return response === undefined
    })
  }
}

function transitions(log: readonly TransactionRecord[]): readonly string[] {
  const faults: string[] = []
  let last: TransactionState | undefined
  let identity: Producer = { producerId: -1, producerEpoch: -1 }
  for (const [index, { value }] of log.entries()) {
    if (value === null) continue
    const { state, producerId, producerEpoch } = value
    const legal = last === undefined ? state === empty : state === last || before[state]!.includes(last)
    if (!legal) faults.push(`record ${index}: ${state} after ${last}`)
    if (producerId === identity.producerId && producerEpoch < identity.producerEpoch) {
      faults.push(`record ${index}: epoch ${producerEpoch} after ${identity.producerEpoch}`)
    }
    last = state
    identity = { producerId, producerEpoch }
  }
  return faults
}

/** The outcomes in the log, by the producer and epoch that ended its transaction with a new epoch. */
function outcomes(log: readonly TransactionRecord[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { value } of log) {
    if (value?.clientVersion !== TransactionVersion.v2) continue
    const outcome = value.state === prepareCommit ? 'commit' : value.state === prepareAbort ? 'abort' : undefined
    if (outcome !== undefined) found.set(`${value.producerId} ${value.producerEpoch - 1}`, outcome)
  }
  return found
}

describe('random histories, with a log that refuses and forgets, and coordinators that go', () => {
  test.each([1, 2, 3, 4])('are legal, keep what was confirmed, and come to an end (part %i)', (part) => {
    for (let seed = part * 1000; seed < part * 1000 + 250; seed++) {
      const history = new History(seed)
      for (let step = 0; step < 120; step++) history.step()
      history.settle()
      const { story } = history
      const inLog = outcomes(story.log)
      const kept = [...history.confirmed].map(([who, outcome]) => [who, outcome, inLog.get(who)])
      expect([seed, transitions(story.log)]).toEqual([seed, []])
      expect([seed, kept.filter(([, outcome, stored]) => outcome !== stored)]).toEqual([seed, []])
      // Whatever was under way is over: a new instance gets its producer.
      expect([seed, story.core.state.ending.size, story.held.length]).toEqual([seed, 0, 0])
      expect([seed, story.init().errorCode]).toEqual([seed, ErrorCode.NONE])
    }
  })
})
