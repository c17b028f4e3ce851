import { BrokerId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import { ApiKey, ErrorCode } from '@gregor/protocol'
import { AlterConfigsApi } from '@gregor/protocol/messages/alter-configs'
import { CreatePartitionsApi } from '@gregor/protocol/messages/create-partitions'
import { CreateTopicsApi, type CreateTopicsRequestInput } from '@gregor/protocol/messages/create-topics'
import { DeleteTopicsApi } from '@gregor/protocol/messages/delete-topics'
import { ElectLeadersApi } from '@gregor/protocol/messages/elect-leaders'
import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import { Harness } from '../support/harness.ts'

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'
const creating = (name: string, validateOnly = false): CreateTopicsRequestInput => ({
  topics: [{ name, numPartitions: 2, replicationFactor: 3, assignments: [], configs: [] }],
  timeoutMs: 5000,
  validateOnly
})

/** Whether a promise is settled after the tasks at hand have run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  await new Promise(setImmediate)
  return settled
}

describe('CreateTopics', () => {
  test('is forwarded, in its version and on behalf of the client', async () => {
    const harness = new Harness()
    const { topics } = await harness.call(CreateTopicsApi, 7, creating('flights'))
    expect(topics[0]).toMatchObject({ name: 'flights', errorCode: 0, numPartitions: 2 })
    expect(harness.controller.forwarded).toEqual([
      {
        apiKey: ApiKey.CreateTopics,
        version: 7,
        request: creating('flights'),
        from: { principal: 'User:ANONYMOUS', clientId: 'test' },
        timeoutMs: 5000
      }
    ])
  })

  test('is answered when the new leaders are there', async () => {
    const harness = new Harness()
    harness.controller.elects = false
    const created = harness.call(CreateTopicsApi, 7, creating('flights'))
    expect(await isSettled(created)).toBe(false)
    const topic = harness.cluster.image.topicByName('flights')!
    for (const partition of topic.partitions.slice()) {
      const leader = partition.replicas[0]!
      harness.cluster.replay([{ type: 'partition', ...partition, leader }])
    }
    expect((await created).topics[0]!.errorCode).toBe(0)
    expect(harness.time.timerCount).toBe(0)
  })

  test('is answered at its timeout even without leaders', async () => {
    const harness = new Harness()
    harness.controller.elects = false
    const created = harness.call(CreateTopicsApi, 7, creating('flights'))
    expect(await isSettled(created)).toBe(false)
    harness.time.advance(5000)
    expect((await created).topics[0]!.errorCode).toBe(0)
  })

  test('does not wait when it only validates', async () => {
    const harness = new Harness()
    const { topics } = await harness.call(CreateTopicsApi, 7, creating('flights', true))
    expect(topics[0]!.errorCode).toBe(0)
  })

  test('without a controller says what happened', async () => {
    const harness = new Harness()
    harness.controller.reachable = false
    const { topics } = await harness.call(CreateTopicsApi, 7, creating('flights'))
    expect(topics[0]).toMatchObject({
      name: 'flights',
      errorCode: ErrorCode.REQUEST_TIMED_OUT,
      errorMessage: expect.stringContaining('no active controller answered in 5000 ms')
    })
  })
})

describe('DeleteTopics', () => {
  test('is answered when the topic is gone here too', async () => {
    const harness = new Harness()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const responses = [{ name: 'flights', topicId, errorCode: 0, errorMessage: null }]
    harness.controller.answers.set(ApiKey.DeleteTopics, { throttleTimeMs: 0, responses })
    const request = { topics: [{ name: null, topicId }], timeoutMs: 5000 }
    const deleted = harness.call(DeleteTopicsApi, 6, request)
    expect(await isSettled(deleted)).toBe(false)
    harness.cluster.removeTopic(topicId)
    expect((await deleted).responses).toEqual(responses)
  })

  test('with delete.topic.enable=false is refused', async () => {
    const harness = new Harness({ config: { 'delete.topic.enable': 'false' } })
    const codes = async (version: number): Promise<number[]> => {
      const request =
        version >= 6 ? { topics: [{ name: 'a', topicId: ZERO }], timeoutMs: 1 } : { topicNames: ['a'], timeoutMs: 1 }
      return (await harness.call(DeleteTopicsApi, version, request)).responses.map(({ errorCode }) => errorCode)
    }
    expect(await codes(6)).toEqual([ErrorCode.TOPIC_DELETION_DISABLED])
    expect(await codes(1)).toEqual([ErrorCode.INVALID_REQUEST])
    expect(harness.controller.forwarded).toEqual([])
  })
})

describe('CreatePartitions', () => {
  test('is answered when the new partitions have leaders', async () => {
    const harness = new Harness()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const results = [{ name: 'flights', errorCode: 0, errorMessage: null }]
    harness.controller.answers.set(ApiKey.CreatePartitions, { throttleTimeMs: 0, results })
    const request = { topics: [{ name: 'flights', count: 2, assignments: null }], timeoutMs: 5000, validateOnly: false }
    const created = harness.call(CreatePartitionsApi, 3, request)
    expect(await isSettled(created)).toBe(false)
    const first = harness.cluster.image.topics.get(topicId)!.partitions[0]!
    harness.cluster.replay([{ type: 'partition', ...first, partition: 1 as typeof first.partition }])
    expect((await created).results).toEqual(results)
  })
})

describe('ElectLeaders', () => {
  const asking = { topicPartitions: [{ topic: 'flights', partitions: [0] }], timeoutMs: 5000 }
  const answer = (errorCode: number) => {
    const partitionResult = [{ partitionId: 0, errorCode, errorMessage: null }]
    return { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: [{ topic: 'flights', partitionResult }] }
  }

  test.each([
    { type: 'preferred', electionType: 0, before: 2 },
    { type: 'unclean', electionType: 1, before: -1 }
  ])('of type $type is answered when this broker knows the leader', async ({ electionType, before }) => {
    const harness = new Harness()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [before] })
    harness.controller.answers.set(ApiKey.ElectLeaders, answer(ErrorCode.NONE))
    const elected = harness.call(ElectLeadersApi, 2, { ...asking, electionType })
    expect(await isSettled(elected)).toBe(false)
    const partition = harness.cluster.image.topics.get(topicId)!.partitions[0]!
    harness.cluster.replay([{ ...partition, type: 'partition', leader: BrokerId(1) }])
    expect(await elected).toEqual(answer(ErrorCode.NONE))
  })

  test('that found nothing to do is answered at once', async () => {
    const harness = new Harness()
    harness.cluster.addTopic({ name: 'flights', leaders: [2] })
    harness.controller.answers.set(ApiKey.ElectLeaders, answer(ErrorCode.ELECTION_NOT_NEEDED))
    expect(await harness.call(ElectLeadersApi, 2, { ...asking, electionType: 1 })).toEqual(
      answer(ErrorCode.ELECTION_NOT_NEEDED)
    )
  })

  test('fails for each partition when there is no controller', async () => {
    const harness = new Harness()
    harness.controller.reachable = false
    const { replicaElectionResults } = await harness.call(ElectLeadersApi, 2, { ...asking, electionType: 0 })
    expect(replicaElectionResults[0]!.partitionResult[0]!.errorCode).toBe(ErrorCode.REQUEST_TIMED_OUT)
  })
})

describe('changes of configs', () => {
  const resources = [{ resourceType: 2, resourceName: 'flights', configs: [] }]

  test('are forwarded', async () => {
    const harness = new Harness()
    const responses = [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'flights' }]
    for (const api of [ApiKey.AlterConfigs, ApiKey.IncrementalAlterConfigs]) {
      harness.controller.answers.set(api, { throttleTimeMs: 0, responses })
    }
    const request = { resources, validateOnly: false }
    expect((await harness.call(AlterConfigsApi, 2, request)).responses).toEqual(responses)
    expect((await harness.call(IncrementalAlterConfigsApi, 1, request)).responses).toEqual(responses)
    expect(harness.controller.forwarded.map(({ timeoutMs }) => timeoutMs)).toEqual([30_000, 30_000])
  })

  test('fail for each resource when there is no controller', async () => {
    const harness = new Harness()
    harness.controller.reachable = false
    const { responses } = await harness.call(IncrementalAlterConfigsApi, 1, { resources, validateOnly: false })
    expect(responses).toEqual([
      {
        errorCode: ErrorCode.REQUEST_TIMED_OUT,
        errorMessage: expect.stringContaining('no active controller'),
        resourceType: 2,
        resourceName: 'flights'
      }
    ])
  })
})
