import { expect, test } from '@jest/globals'
import { CompressionCodec, ErrorCode } from '@gregor/protocol'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { PartitionWriter } from '../../../src/commands/produce/writer.ts'
import type { Session } from '../../../src/session.ts'

/** A cluster of one broker, which answers requests for producer ids with these codes in turn. */
function sessionWith(codes: number[]): { readonly session: Session; readonly pauses: number[] } {
  let nowMs = 0
  const pauses: number[] = []
  const partitions = [{ partitionIndex: 0, leaderId: 1, errorCode: ErrorCode.NONE }]
  const written = { responses: [{ partitionResponses: [{ errorCode: ErrorCode.NONE, baseOffset: 7 }] }] }
  const connection = {
    request: (api: unknown) =>
      Promise.resolve(
        api === InitProducerIdApi ? { errorCode: codes.shift(), producerId: 5, producerEpoch: 0 } : written
      )
  }
  const session = {
    clock: { monotonicMs: () => nowMs, wallMs: () => nowMs },
    pause: (ms: number) => {
      nowMs += ms
      pauses.push(ms)
      return Promise.resolve()
    },
    cluster: {
      any: () => Promise.resolve(connection),
      broker: () => Promise.resolve(connection),
      metadata: () => Promise.resolve({ topics: [{ name: 't', partitions }] })
    }
  }
  return { session: session as unknown as Session, pauses }
}

const write = (session: Session) => {
  const writer = new PartitionWriter(session, 't', { acks: -1, compression: CompressionCodec.NONE })
  return writer.write(0, [{ key: null, value: Buffer.from('v'), headers: [], timestamp: 0 }])
}

test('a broker that has no producer ids yet is asked again', async () => {
  const { session, pauses } = sessionWith([ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, ErrorCode.NONE])
  expect(await write(session)).toBe(7)
  expect(pauses).toHaveLength(1)
})

test('but not for ever, and not when the refusal is final', async () => {
  const never = sessionWith(Array.from({ length: 1000 }, () => ErrorCode.COORDINATOR_LOAD_IN_PROGRESS))
  await expect(write(never.session)).rejects.toThrow('no producer id was given: The coordinator is loading its state')
  const denied = sessionWith([ErrorCode.CLUSTER_AUTHORIZATION_FAILED])
  await expect(write(denied.session)).rejects.toThrow('CLUSTER_AUTHORIZATION_FAILED')
  expect(denied.pauses).toHaveLength(0)
})
