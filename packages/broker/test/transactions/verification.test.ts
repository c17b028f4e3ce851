import { describe, expect, test } from '@jest/globals'
import { Offset, PartitionIndex, ProducerEpoch, ProducerId, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { TransactionWrite } from '../../src/ports.ts'
import { verifyTargets } from '../../src/transactions/verification.ts'
import { FakeTime } from '../support/fake-time.ts'

const topicId = TopicId('AAAAAAAAAAAAAAAAAAAAAQ')
const writer = { transactionalId: 'tx', producerId: ProducerId(7), producerEpoch: ProducerEpoch(1), adds: true }
const target = (partition: number) => ({ topicId, topic: 'flights', partition: PartitionIndex(partition) })

/** A coordinator that answers as the test says, and partitions whose transactions the test opens and ends. */
class Verifying {
  readonly time = new FakeTime()
  readonly asked: TransactionWrite[] = []
  readonly open = new Set<number>()
  readonly guards = new Map<number, number>()
  /** What the coordinator says of all partitions, question by question; the last for ever. */
  answers: number[] = [ErrorCode.NONE]
  /** Happens while the coordinator is asked. */
  meanwhile = (): void => {}

  verify(partitions: readonly number[], adds = true) {
    return verifyTargets(
      {
        replicas: {
          transactionOf: (_topicId, partition) => ({
            errorCode: partition === 9 ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.NONE,
            open: this.open.has(partition),
            guard: Offset(this.guards.get(partition) ?? -1)
          })
        },
        verifier: {
          verify: async (write) => {
            this.asked.push(write)
            this.meanwhile()
            const code = this.answers.length > 1 ? this.answers.shift()! : this.answers[0]!
            return write.partitions.map(() => code)
          }
        },
        clock: this.time,
        scheduler: this.time,
        retryMs: 20,
        retryMsMax: 100
      },
      { ...writer, adds },
      partitions.map(target)
    )
  }
}

/** Lets promises go on, and time pass, until the verdicts are there. */
async function settled<Result>(verifying: Verifying, result: Result | Promise<Result>): Promise<Result> {
  const progress = { done: false }
  const watched = Promise.resolve(result).finally(() => (progress.done = true))
  for (let turn = 0; turn < 200 && !progress.done; turn++) {
    await new Promise((resolve) => void setImmediate(resolve))
    verifying.time.advance(10)
  }
  return watched
}

describe('the coordinator of a transaction', () => {
  test('simulator seed 1396: what is led elsewhere is refused while others are asked about', async () => {
    const verifying = new Verifying()
    expect(await settled(verifying, verifying.verify([0, 9]))).toEqual([
      { errorCode: 0, guard: -1 },
      { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, guard: undefined }
    ])
  })

  test('is not asked where the transaction is open, nor about partitions that are led elsewhere', () => {
    const verifying = new Verifying()
    verifying.open.add(0)
    expect(verifying.verify([0, 9])).toEqual([
      { errorCode: 0, guard: undefined },
      { errorCode: 0, guard: undefined }
    ])
    expect(verifying.asked).toEqual([])
  })

  test('is asked once about all other partitions', async () => {
    const verifying = new Verifying()
    verifying.open.add(1)
    verifying.guards.set(2, 17)
    expect(await settled(verifying, verifying.verify([0, 1, 2]))).toEqual([
      { errorCode: 0, guard: -1 },
      { errorCode: 0, guard: undefined },
      { errorCode: 0, guard: 17 }
    ])
    expect(verifying.asked.map(({ partitions }) => partitions.map(({ partition }) => partition))).toEqual([[0, 2]])
  })

  test('is asked again when the transaction before ended meanwhile', async () => {
    const verifying = new Verifying()
    verifying.meanwhile = () => {
      if (verifying.asked.length === 1) verifying.guards.set(0, 30)
    }
    expect(await settled(verifying, verifying.verify([0]))).toEqual([{ errorCode: 0, guard: 30 }])
    expect(verifying.asked).toHaveLength(2)
  })

  test('is asked again for a moment while the transaction before is ending', async () => {
    const verifying = new Verifying()
    verifying.answers = [ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.NONE]
    verifying.meanwhile = () => {
      if (verifying.asked.length === 2) verifying.guards.set(0, 30)
    }
    expect(await settled(verifying, verifying.verify([0]))).toEqual([{ errorCode: 0, guard: 30 }])
    expect(verifying.asked).toHaveLength(3)
  })

  test('that goes on ending it is left to the client', async () => {
    const verifying = new Verifying()
    verifying.answers = [ErrorCode.CONCURRENT_TRANSACTIONS]
    const [verdict] = await settled(verifying, verifying.verify([0]))
    expect(verdict?.errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(verifying.asked.length).toBeLessThan(10)
  })

  test('is not asked again for clients that wait by themselves', async () => {
    const verifying = new Verifying()
    verifying.answers = [ErrorCode.NOT_ENOUGH_REPLICAS]
    const [verdict] = await settled(verifying, verifying.verify([0], false))
    expect(verdict?.errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(verifying.asked).toHaveLength(1)
  })

  test('is not asked for ever', async () => {
    const verifying = new Verifying()
    verifying.meanwhile = () => void verifying.guards.set(0, verifying.asked.length)
    const [verdict] = await settled(verifying, verifying.verify([0]))
    expect(verdict?.errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(verifying.asked.length).toBeLessThanOrEqual(20)
  })
})
