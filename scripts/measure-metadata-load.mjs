// How long a node takes to load cluster metadata from a snapshot: `node scripts/measure-metadata-load.mjs [PARTITIONS]`.
import { BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId } from '../packages/base/dist/index.js'
import { decodeMetadataBatch, encodeMetadataBatch, MetadataStore } from '../packages/metadata/dist/index.js'

const partitions = Number(process.argv[2] ?? 100_000)
const perTopic = 1000
const rounds = 5

const image = new MetadataStore()
for (let topic = 0; topic * perTopic < partitions; topic++) {
  const topicId = TopicId(`topic-id-${topic}`.padEnd(22, 'x'))
  const records = [{ type: 'topic', topicId, name: `topic-${topic}` }]
  for (let partition = 0; partition < perTopic; partition++) records.push(partitionRecord(topicId, partition))
  image.replay(topic + 1, records)
}
const bytes = encodeMetadataBatch(image.toRecords())

const times = []
for (let round = 0; round < rounds; round++) {
  const startMs = performance.now()
  new MetadataStore().restore(1, decodeMetadataBatch(bytes))
  times.push(Math.round(performance.now() - startMs))
}
console.log(
  `${partitions} partitions, ${(bytes.length / 2 ** 20).toFixed(1)} MiB: first ${times[0]} ms, then ${times.slice(1).join(', ')} ms`
)

function partitionRecord(topicId, partition) {
  const replicas = [0, 1, 2].map((step) => BrokerId((partition + step) % 5))
  return {
    type: 'partition',
    topicId,
    partition: PartitionIndex(partition),
    replicas,
    isr: replicas,
    elr: [],
    lastKnownElr: [],
    leader: replicas[0],
    leaderEpoch: LeaderEpoch(0),
    partitionEpoch: PartitionEpoch(0)
  }
}
