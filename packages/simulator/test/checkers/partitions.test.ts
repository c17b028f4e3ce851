import { LeaderEpoch } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import type { MetadataRecord } from '@gregor/metadata'
import { PartitionChecker } from '../../src/checkers/partitions/partition-checker.ts'
import {
  apply,
  brokenBy,
  configRecord,
  FakeLog,
  FakeNode,
  fakeCluster,
  partitionRecord,
  partitionZero,
  topicRecord
} from './fakes.ts'

const key = `${partitionZero.topicId} ${partitionZero.partition}`

/** Three copies of one partition, each step shown to the checker. */
class Story {
  readonly nodes = [new FakeNode(1), new FakeNode(2), new FakeNode(3)]
  readonly checker = new PartitionChecker(fakeCluster(this.nodes))
  #index = 1

  constructor(...configs: MetadataRecord[]) {
    for (const node of this.nodes) {
      this.checker.started(node)
      node.logs.set(key, new FakeLog())
    }
    this.metadata(topicRecord(), ...configs, partitionRecord({}))
    for (const node of this.nodes) this.checker.afterEvent(node)
  }

  node(id: number): FakeNode {
    return this.nodes[id - 1]!
  }

  /** All nodes apply an entry. */
  metadata(...records: MetadataRecord[]): this {
    this.#index++
    for (const node of this.nodes) apply([this.checker], node, this.#index, records)
    return this
  }

  elects(leader: number, leaderEpoch: number, state: object = {}): this {
    return this.metadata(partitionRecord({ leader, leaderEpoch, partitionEpoch: this.#index, ...state }))
  }

  leads(id: number, epoch: number): this {
    this.node(id).leads({ leaderEpoch: LeaderEpoch(epoch) })
    this.checker.afterEvent(this.node(id))
    return this
  }

  resigns(id: number, epoch: number): this {
    this.node(id).leads({ leaderEpoch: LeaderEpoch(epoch), leading: false })
    this.checker.afterEvent(this.node(id))
    return this
  }

  log(id: number, work: (log: FakeLog) => void): this {
    work(this.node(id).logs.get(key)!)
    this.checker.afterEvent(this.node(id))
    return this
  }

  /** The same on several nodes, the last one first where it leads. */
  logs(ids: readonly number[], work: (log: FakeLog) => void): this {
    for (const id of ids) this.log(id, work)
    return this
  }

  /** A process ends, and the next one opens its log as `work` leaves it. */
  restarts(id: number, work: (log: FakeLog) => void = () => {}): this {
    const node = this.node(id)
    this.checker.stopped(node)
    node.incarnation++
    work(node.logs.get(key)!)
    this.checker.started(node)
    this.checker.afterEvent(node)
    return this
  }

  /** Node 1 leads in epoch 0, and has committed one batch on all. */
  committedOne(): this {
    return this.leads(1, 0)
      .logs([1, 2, 3], (log) => log.append(0, 'a'))
      .logs([1, 2, 3], (log) => log.commit(1))
  }
}

function ends(tell: (story: Story) => void, ...configs: MetadataRecord[]): string {
  return brokenBy(() => tell(new Story(...configs)))
}

const unclean = configRecord('unclean.leader.election.enable', 'true')

describe('a partition in good order', () => {
  test('commits, fails over, truncates what was not committed, and goes on', () => {
    const outcome = ends((story) => {
      story
        .committedOne()
        .log(1, (log) => log.append(0, 'only here'))
        .restarts(1)
        .elects(2, 1, { isr: [2, 3] })
        .leads(2, 1)
        .logs([2, 3], (log) => log.append(1, 'b').append(1, 'c'))
        .log(2, (log) => log.commit(3))
        .log(1, (log) => log.truncateTo(1))
        .log(1, (log) => log.append(1, 'b').append(1, 'c').commit(3))
        .elects(2, 1)
        .restarts(3, (log) => log.commit(0))
        .log(3, (log) => log.commit(3))
    })
    expect(outcome).toBe('none')
  })

  test('the start of the log moves, and a follower that has nothing of it begins anew', () => {
    const outcome = ends((story) => {
      story
        .committedOne()
        .elects(1, 0, { isr: [1, 2] })
        .logs([1, 2], (log) => log.append(0, 'b'))
        .logs([1, 2], (log) => log.commit(2))
        .logs([1, 2], (log) => Object.assign(log, { logStartOffset: 2, batches: [], end: 2, flushedOffset: 2 }))
        .log(3, (log) =>
          Object.assign(log, { logStartOffset: 2, batches: [], end: 2, flushedOffset: 2, highWatermark: 2 })
        )
    })
    expect(outcome).toBe('none')
  })

  test('a leader that does not know yet that it is none may commit what the next one has', () => {
    const outcome = ends((story) => {
      story.leads(1, 0).logs([1, 2, 3], (log) => log.append(0, 'a'))
      apply([story.checker], story.node(2), 9, [
        partitionRecord({ leader: 2, leaderEpoch: 1, partitionEpoch: 1, isr: [2, 3] })
      ])
      story
        .leads(2, 1)
        .log(1, (log) => log.commit(1))
        .log(2, (log) => log.commit(1))
    })
    expect(outcome).toBe('none')
  })

  test('simulator seed 5509: a leader that has not heard that a damaged replica is counted out counts on what it had', () => {
    const outcome = ends((story) => {
      story.leads(1, 0).logs([1, 2, 3], (log) => log.append(0, 'a'))
      Object.assign(story.node(1), {
        led: { leaderEpoch: 0, minInsyncReplicas: 2, isr: [1, 2, 3], maximalIsr: [1, 2, 3] }
      })
      Object.assign(story.node(2), { damaged: true })
      apply([story.checker], story.node(2), 9, [
        partitionRecord({ leader: 1, leaderEpoch: 1, partitionEpoch: 1, isr: [1, 3] })
      ])
      story.restarts(2, (log) => log.truncateTo(0)).log(1, (log) => log.commit(1))
    })
    expect(outcome).toBe('none')
  })

  test('an unclean election may lose what was committed', () => {
    const outcome = ends((story) => {
      story
        .elects(1, 0, { isr: [1, 2] })
        .leads(1, 0)
        .logs([1, 2], (log) => log.append(0, 'a'))
        .log(1, (log) => log.commit(1))
        .elects(3, 1, { isr: [3] })
        .resigns(1, 0)
        .leads(3, 1)
        .log(1, (log) => log.truncateTo(0))
    }, unclean)
    expect(outcome).toBe('none')
  })

  test('a leader shows what is below the oldest transaction that has not ended for all', () => {
    const tell = (story: Story): void => {
      leadsAll(story, (log) => log.append(0, 'a').appendInTransaction(0, 7).appendInTransaction(0, 8))
      story.log(1, (log) => (log.commit(3).stable = 1))
      story.logs([3, 2, 1], (log) => log.endTransaction(0, 7))
      story.log(1, (log) => (log.commit(4).stable = 2))
      story.logs([3, 2, 1], (log) => log.endTransaction(0, 8))
      story.log(1, (log) => (log.commit(5).stable = undefined))
    }
    expect(ends(tell)).toBe('none')
  })

  test('who lost its disk begins anew', () => {
    const outcome = ends((story) => {
      story.committedOne().elects(1, 0, { isr: [1, 2] })
      story.node(3).wipes++
      story
        .restarts(3, (log) => log.truncateTo(0))
        .log(3, (log) => log.append(0, 'a'))
        .elects(1, 0)
    })
    expect(outcome).toBe('none')
  })
})

/** Node 1 leads, and all copies have the same. */
function leadsAll(story: Story, work: (log: FakeLog) => void): Story {
  return story.leads(1, 0).logs([3, 2, 1], work)
}

describe('the partition checker catches', () => {
  const bad: [name: string, invariant: string, tell: (story: Story) => void][] = [
    ['a leader that the metadata do not name', 'P1', (story) => story.leads(2, 0)],
    ['a leadership that is resumed after a restart (B1)', 'P1', (story) => story.leads(1, 0).restarts(1).leads(1, 0)],
    [
      'a high watermark beyond what a member of the ISR has (P5)',
      'P5',
      (story) =>
        story
          .leads(1, 0)
          .logs([1, 2], (log) => log.append(0, 'a'))
          .log(1, (log) => log.commit(1))
    ],
    [
      'a high watermark over what a follower has not flushed',
      'P5',
      (story) => {
        story.leads(1, 0).logs([1, 2], (log) => log.append(0, 'a'))
        story.log(3, (log) => Object.assign(log.append(0, 'a'), { flushedOffset: 0 })).log(1, (log) => log.commit(1))
      }
    ],
    [
      'a high watermark that moves below min.insync.replicas',
      'P5',
      (story) => {
        story.elects(1, 0, { isr: [1] })
        story.node(1).led = { leaderEpoch: 0, isr: [1], maximalIsr: [1], minInsyncReplicas: 2 }
        story
          .leads(1, 0)
          .log(1, (log) => log.append(0, 'a'))
          .log(1, (log) => log.commit(1))
      }
    ],
    [
      'a high watermark that a proposed member does not hold up',
      'P5',
      (story) => {
        story.elects(1, 0, { isr: [1, 2] })
        story.node(1).led = { leaderEpoch: 0, isr: [1, 2], maximalIsr: [1, 2, 3], minInsyncReplicas: 2 }
        story
          .leads(1, 0)
          .logs([1, 2], (log) => log.append(0, 'a'))
          .log(1, (log) => log.commit(1))
      }
    ],
    [
      'a broker that joins the ISR before it has caught up (B21)',
      'P6',
      (story) =>
        story
          .elects(1, 0, { isr: [1, 2] })
          .leads(1, 0)
          .logs([1, 2], (log) => log.append(0, 'a'))
          .log(1, (log) => log.commit(1))
          .elects(1, 0)
    ],
    [
      'a leader without a committed batch (B18)',
      'P7',
      (story) => {
        story.committedOne()
        Object.assign(story.node(2), { damaged: true })
        story
          .elects(1, 1, { isr: [1] })
          .restarts(2, (log) => log.truncateTo(0))
          .elects(2, 2, { isr: [1] })
          .leads(2, 2)
      }
    ],
    [
      'a damaged replica that begins anew while it counts as in sync',
      'P3',
      (story) => {
        story.committedOne()
        Object.assign(story.node(2), { damaged: true })
        story.restarts(2, (log) => log.truncateTo(0))
      }
    ],
    [
      'a leader with another batch where one is committed (B14)',
      'P7',
      (story) => {
        story.elects(1, 0, { isr: [1, 2] }).leads(1, 0)
        story.logs([1, 2], (log) => log.append(0, 'a')).log(3, (log) => log.append(1, 'b'))
        story
          .log(1, (log) => log.commit(1))
          .elects(3, 2)
          .leads(3, 2)
      }
    ],
    [
      'two batches of one offset and epoch',
      'P10',
      (story) =>
        story
          .leads(1, 0)
          .log(1, (log) => log.append(0, 'a'))
          .log(2, (log) => log.append(0, 'b'))
    ],
    ['a committed batch that is truncated', 'P11', (story) => story.committedOne().log(2, (log) => log.truncateTo(0))],
    [
      'epochs out of order',
      'P11',
      (story) =>
        story.restarts(2, (log) =>
          Object.assign(log.append(0, 'a'), {
            epochs: [
              { epoch: 0, start: 0 },
              { epoch: 1, start: 2 },
              { epoch: 2, start: 1 }
            ]
          })
        )
    ],
    [
      'a follower that takes for committed what it should have truncated (B12)',
      'P12',
      (story) => {
        story.elects(1, 0, { isr: [1, 2] }).leads(1, 0)
        story.logs([1, 2], (log) => log.append(1, 'a')).log(3, (log) => log.append(0, 'b'))
        story.log(1, (log) => log.commit(1)).log(3, (log) => log.commit(1))
      }
    ],
    ['a led high watermark that goes back', 'P12', (story) => story.committedOne().log(1, (log) => log.commit(0))],
    [
      'a leader that serves although it has learned of the next one',
      'P14',
      (story) =>
        story
          .committedOne()
          .elects(2, 1)
          .log(1, () => {})
    ],
    [
      'a led log whose start goes back',
      'P15',
      (story) =>
        story
          .committedOne()
          .log(1, (log) => Object.assign(log, { logStartOffset: 1 }))
          .log(1, (log) => Object.assign(log, { logStartOffset: 0 }))
    ],
    [
      'a last stable offset beyond an open transaction',
      'T3',
      (story) => leadsAll(story, (log) => log.append(0, 'a').appendInTransaction(0, 7)).log(1, (log) => log.commit(2))
    ],
    [
      'a last stable offset beyond a transaction whose end is not committed',
      'T3',
      (story) =>
        leadsAll(story, (log) => log.appendInTransaction(0, 7).endTransaction(0, 7)).log(1, (log) => log.commit(1))
    ],
    [
      'a last stable offset that stands still',
      'T3',
      (story) =>
        leadsAll(story, (log) => log.appendInTransaction(0, 7).endTransaction(0, 7)).log(1, (log) => {
          log.commit(2).stable = 0
        })
    ],
    [
      'a start beyond the high watermark',
      'P15',
      (story) => story.log(2, (log) => Object.assign(log.append(0, 'a'), { logStartOffset: 1 }))
    ],
    [
      'flushed records that a restart lost',
      'P3',
      (story) => story.committedOne().restarts(2, (log) => log.truncateTo(0))
    ]
  ]

  test.each(bad)('%s: %s', (_name, invariant, tell) => {
    expect(ends(tell)).toBe(invariant)
  })
})
