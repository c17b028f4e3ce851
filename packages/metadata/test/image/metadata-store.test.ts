import { BrokerEpoch, BrokerId, LeaderEpoch, NO_BROKER, PartitionEpoch, PartitionIndex, TopicId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  decodeMetadataBatch,
  encodeMetadataBatch,
  MetadataStore,
  type MetadataRecord,
  type QuorumMember
} from '../../src/index.ts'

/** One thing that a controller may write; numbers are reduced to what exists at that moment. */
type Step =
  | { readonly do: 'register' | 'fence' | 'unregister'; readonly broker: number }
  | { readonly do: 'topic' | 'remove'; readonly topic: number }
  | { readonly do: 'partition'; readonly topic: number; readonly partition: number; readonly replicas: number[] }
  | { readonly do: 'config'; readonly type: number; readonly key: number; readonly value: string | undefined }
  | { readonly do: 'producerIds'; readonly by: number }

const small = fc.integer({ min: 0, max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('register' as const, 'fence' as const, 'unregister' as const), broker: small }),
  fc.record({ do: fc.constantFrom('topic' as const, 'remove' as const), topic: small }),
  fc.record({
    do: fc.constant('partition' as const),
    topic: small,
    partition: small,
    replicas: fc.uniqueArray(small, { minLength: 1 })
  }),
  fc.record({
    do: fc.constant('config' as const),
    type: fc.constantFrom(2, 4),
    key: small,
    value: fc.option(fc.string(), { nil: undefined })
  }),
  fc.record({ do: fc.constant('producerIds' as const), by: fc.nat(1000) })
)

/** The legal record for a step, given what the image holds. */
function recordOf(image: MetadataStore, one: Step, index: number): MetadataRecord | undefined {
  switch (one.do) {
    case 'register':
      return { type: 'registerBroker', registration: registration(one.broker, index) }
    case 'fence':
    case 'unregister': {
      const known = image.brokers.get(BrokerId(one.broker))
      if (known === undefined) return undefined
      const name = { brokerId: known.id, brokerEpoch: known.epoch }
      if (one.do === 'unregister') return { type: 'unregisterBroker', ...name }
      return { type: 'brokerFencing', ...name, fenced: !known.fenced, inControlledShutdown: known.fenced }
    }
    case 'topic':
      if (image.topicByName(`topic-${one.topic}`) !== undefined) return undefined
      return { type: 'topic', topicId: TopicId(`id-${one.topic}-${index}`), name: `topic-${one.topic}` }
    case 'remove': {
      const topic = image.topicByName(`topic-${one.topic}`)
      return topic && { type: 'removeTopic', topicId: topic.id }
    }
    case 'partition': {
      const topic = image.topicByName(`topic-${one.topic}`)
      if (topic === undefined) return undefined
      const partition = PartitionIndex(Math.min(one.partition, topic.partitions.length))
      const epoch = (topic.partitions[partition]?.partitionEpoch ?? -1) + 1
      return partitionRecord(topic.id, partition, { replicas: one.replicas.map(BrokerId), epoch })
    }
    case 'config': {
      const resource = { resourceType: one.type, resourceName: one.type === 2 ? `topic-${one.key}` : '' }
      return { type: 'config', ...resource, key: `key-${one.key}`, value: one.value }
    }
    case 'producerIds':
      return { type: 'producerIds', nextProducerId: image.nextProducerId + one.by }
  }
}

function registration(id: number, index: number): Extract<MetadataRecord, { type: 'registerBroker' }>['registration'] {
  return {
    id: BrokerId(id),
    incarnationId: `incarnation-${index}`,
    epoch: BrokerEpoch(index),
    endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 'PLAINTEXT' }],
    rpcHost: 'localhost',
    rpcPort: 19_092,
    rack: id % 2 === 0 ? 'even' : undefined,
    storageId: `disk-${id}`,
    fenced: true,
    inControlledShutdown: false
  }
}

function partitionRecord(
  topicId: TopicId,
  partition: PartitionIndex,
  { replicas, epoch }: { replicas: BrokerId[]; epoch: number }
): Extract<MetadataRecord, { type: 'partition' }> {
  return {
    type: 'partition',
    topicId,
    partition,
    replicas,
    isr: replicas.slice(0, 2),
    elr: replicas.slice(2),
    lastKnownElr: [],
    leader: epoch % 3 === 2 ? NO_BROKER : replicas[0]!,
    leaderEpoch: LeaderEpoch(epoch),
    partitionEpoch: PartitionEpoch(epoch)
  }
}

/** Everything that an image says, in an order that does not depend on how it came about. */
function content(image: MetadataStore): unknown {
  const partitionsOf = [...Array(6).keys()].map((broker) =>
    [...image.partitionsOf(BrokerId(broker))].map(({ topic, partition }) => `${topic}-${partition}`).toSorted()
  )
  return {
    clusterId: image.clusterId,
    nextProducerId: image.nextProducerId,
    brokers: [...image.brokers.values()].toSorted((left, right) => left.id - right.id),
    topics: [...image.topics.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    configs: [...image.configResources()]
      .map(({ type, name, values }) => [`${type} ${name}`, new Map(values)] as const)
      .toSorted((left, right) => (left[0] < right[0] ? -1 : 1)),
    partitionsOf
  }
}

/** Replays steps, a few to a batch; calls `visit` after each batch. */
function play(steps: readonly Step[], visit: (image: MetadataStore, index: number) => void = () => {}): MetadataStore {
  const image = new MetadataStore()
  let index = 0
  for (const one of steps) {
    const record = recordOf(image, one, ++index)
    image.replay(index, record === undefined ? [] : [record])
    visit(image, index)
  }
  return image
}

describe('the image', () => {
  test('is the same whether replayed, restored from a snapshot, or cloned', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const image = play(steps)
        const wanted = content(image)
        const restored = new MetadataStore()
        restored.restore(steps.length || 1, decodeMetadataBatch(encodeMetadataBatch(image.toRecords())))
        expect(content(restored)).toEqual(wanted)
        expect(content(image.clone())).toEqual(wanted)
      })
    )
  })

  test('a clone runs ahead without the original noticing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), (before, after) => {
        const image = play(before)
        const wanted = content(image)
        const clone = image.clone()
        let index = before.length + 1
        for (const one of after) {
          const record = recordOf(clone, one, ++index)
          if (record !== undefined) clone.replay(index, [record])
        }
        expect(content(image)).toEqual(wanted)
      })
    )
  })

  test('the delta of a snapshot leads from what was here to what it holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, cut) => {
        const behind = play(steps.slice(0, cut))
        const ahead = play(steps)
        const known = new Map([...behind.topics].map(([id, topic]) => [id, [...topic.partitions]]))
        const delta = behind.restore(steps.length + 1, ahead.toRecords())
        for (const { id } of delta.removedTopics) known.delete(id)
        for (const { before, after } of delta.partitions) {
          const partitions = known.get(after.topicId) ?? []
          expect(partitions[after.partition]).toEqual(before)
          partitions[after.partition] = after
          known.set(after.topicId, partitions)
        }
        for (const [id, { partitions }] of ahead.topics) expect(known.get(id) ?? []).toEqual(partitions)
        for (const id of known.keys()) expect(ahead.topics.has(id)).toBe(true)
      })
    )
  })
})

describe('the delta of a batch', () => {
  const topicId = TopicId('t')
  const partition = (index: number, epoch = 0, replicas = [1, 2]): MetadataRecord =>
    partitionRecord(topicId, PartitionIndex(index), { replicas: replicas.map(BrokerId), epoch })

  test('states a partition once, before and after', () => {
    const image = new MetadataStore()
    image.replay(1, [{ type: 'topic', topicId, name: 't' }, partition(0)])
    const before = image.partition(topicId, PartitionIndex(0))
    const delta = image.replay(2, [partition(0, 1), partition(0, 2)])
    expect(delta.partitions).toEqual([{ before, after: image.partition(topicId, PartitionIndex(0)) }])
    expect(delta.partitions[0]!.after.partitionEpoch).toBe(2)
  })

  test('says nothing of a topic that came and went within it', () => {
    const image = new MetadataStore()
    const delta = image.replay(1, [
      { type: 'topic', topicId, name: 't' },
      partition(0),
      { type: 'removeTopic', topicId }
    ])
    expect([delta.partitions, delta.removedTopics]).toEqual([[], []])
  })

  test('a topic takes its partitions, its name and its configs along', () => {
    const image = new MetadataStore()
    image.replay(1, [
      { type: 'topic', topicId, name: 'a.b' },
      partition(0),
      partition(1),
      { type: 'config', resourceType: 2, resourceName: 'a.b', key: 'retention.ms', value: '1' }
    ])
    expect(image.collidingTopic('a_b')).toBe('a.b')
    const delta = image.replay(2, [{ type: 'removeTopic', topicId }])
    expect(delta.removedTopics.map(({ name, partitions }) => [name, partitions.length])).toEqual([['a.b', 2]])
    expect(image.topicByName('a.b') ?? image.collidingTopic('a_b')).toBeUndefined()
    expect([...image.partitionsOf(BrokerId(1))]).toEqual([])
    expect(image.configOverrides(2, 'a.b').size).toBe(0)
  })

  test('records of a replaced incarnation are ignored', () => {
    const image = new MetadataStore()
    image.replay(1, [{ type: 'registerBroker', registration: registration(1, 1) }])
    image.replay(2, [{ type: 'registerBroker', registration: registration(1, 2) }])
    const old = { brokerId: BrokerId(1), brokerEpoch: BrokerEpoch(1) }
    const fencing = { type: 'brokerFencing' as const, ...old, fenced: false, inControlledShutdown: false }
    expect(image.replay(3, [fencing, { type: 'unregisterBroker', ...old }]).brokers).toEqual([])
    expect(image.brokers.get(BrokerId(1))).toMatchObject({ epoch: 2, fenced: true })
  })

  test('entries out of order, and partitions with a gap, end the process', () => {
    const image = new MetadataStore()
    image.replay(5, [{ type: 'topic', topicId, name: 't' }])
    expect(() => image.replay(5, [])).toThrow(/apply in order/)
    expect(() => image.replay(6, [partition(1)])).toThrow(/created in order/)
  })
})

test('100,000 partitions load from a snapshot of a few mebibytes', () => {
  const image = new MetadataStore()
  for (let topic = 0; topic < 100; topic++) {
    const id = TopicId(`topic-id-${topic}`.padEnd(22, 'x'))
    const records: MetadataRecord[] = [{ type: 'topic', topicId: id, name: `topic-${topic}` }]
    for (let partition = 0; partition < 1000; partition++) {
      const replicas = [0, 1, 2].map((step_) => BrokerId((partition + step_) % 5))
      records.push(partitionRecord(id, PartitionIndex(partition), { replicas, epoch: 0 }))
    }
    image.replay(topic + 1, records)
  }
  const bytes = encodeMetadataBatch(image.toRecords())
  const loaded = new MetadataStore()
  loaded.restore(100, decodeMetadataBatch(bytes))
  expect(loaded.topics.size).toBe(100)
  expect(Buffer.compare(encodeMetadataBatch(loaded.toRecords()), bytes)).toBe(0)
  expect(bytes.length).toBeLessThan(8 * 1024 * 1024)
})

describe('members of the quorum', () => {
  const member = (nodeId: number, directoryId: string, voter = true): QuorumMember => {
    return { nodeId: BrokerId(nodeId), directoryId, host: 'host', port: 9090 + nodeId, voter }
  }
  const records = (...members: QuorumMember[]): MetadataRecord[] =>
    members.map((known) => ({ type: 'quorumMember', member: known }))

  test('come, change and go, and the deltas tell', () => {
    const store = new MetadataStore()
    expect(store.replay(1, records(member(1, 'a'), member(2, 'b'))).quorumMembers).toEqual([1, 2])
    expect(store.replay(2, records(member(2, 'other', false))).quorumMembers).toEqual([2])
    const gone: MetadataRecord = { type: 'removeQuorumMember', nodeId: BrokerId(1) }
    expect(store.replay(3, [gone]).quorumMembers).toEqual([1])
    expect(store.replay(4, [gone]).quorumMembers).toEqual([])
    expect([...store.quorumMembers.values()]).toEqual([member(2, 'other', false)])
  })

  test('are in snapshots, and in the difference to what was here', () => {
    const source = new MetadataStore()
    source.replay(1, records(member(1, 'a'), member(2, 'b'), member(3, 'c')))
    const bytes = encodeMetadataBatch(source.toRecords())
    const target = new MetadataStore()
    target.replay(1, records(member(1, 'a'), member(2, 'old'), member(4, 'd')))
    expect(target.restore(5, decodeMetadataBatch(bytes)).quorumMembers.toSorted((a, b) => a - b)).toEqual([2, 3, 4])
    expect(target.quorumMembers).toEqual(source.quorumMembers)
    expect(target.clone().quorumMembers).toEqual(source.quorumMembers)
    const removal: MetadataRecord = { type: 'removeQuorumMember', nodeId: BrokerId(1) }
    expect(decodeMetadataBatch(encodeMetadataBatch([removal]))).toEqual([removal])
  })
})
