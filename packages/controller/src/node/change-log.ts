import { NO_BROKER, type Logger } from '@gregor/base'
import type { MetadataDelta, MetadataImage, PartitionImage } from '@gregor/metadata'

/** More changes of partitions than that in one batch are summed up in one line. */
const linesMax = 20

/** Tells operators what was decided: one line per leader change, ISR change and fencing. On the active controller. */
export function logDelta(logger: Logger, delta: MetadataDelta, image: MetadataImage): void {
  logBrokers(logger, delta, image)
  for (const { id, name } of delta.removedTopics) logger.info({ topic: name, topicId: id }, 'topic deleted')
  const changed = delta.partitions.filter((change) => change.before !== undefined)
  const created = new Set(delta.partitions.filter(({ before }) => before === undefined).map(({ after }) => after.topic))
  for (const topic of [...created].slice(0, linesMax)) {
    logger.info({ topic, partitions: image.topicByName(topic)?.partitions.length }, 'partitions created')
  }
  if (changed.length <= linesMax) {
    for (const { before, after } of changed) logPartition(logger, before!, after)
    return
  }
  const moved = changed.filter(({ before, after }) => before!.leader !== after.leader)
  const offline = changed.filter(({ after }) => after.leader === NO_BROKER)
  const counts = { partitions: changed.length, leaderChanges: moved.length, withoutLeader: offline.length }
  logger.info(counts, 'partitions changed')
}

function logBrokers(logger: Logger, delta: MetadataDelta, image: MetadataImage): void {
  for (const id of delta.brokers) {
    const broker = image.brokers.get(id)
    if (broker === undefined) logger.info({ broker: id }, 'broker unregistered')
    else if (broker.inControlledShutdown && !broker.fenced) logger.info({ broker: id }, 'broker is shutting down')
    // A broker that has just registered is fenced until it has caught up: that is no failure.
    else if (broker.epoch === image.appliedIndex) logger.info({ broker: id, epoch: broker.epoch }, 'broker registered')
    else logger.info({ broker: id, epoch: broker.epoch }, broker.fenced ? 'broker is fenced' : 'broker is unfenced')
  }
}

function logPartition(logger: Logger, before: PartitionImage, after: PartitionImage): void {
  const { topic, partition, leader, leaderEpoch, isr, elr } = after
  const place = { topic, partition, leader, leaderEpoch, isr, ...(elr.length > 0 ? { elr } : {}) }
  if (before.leader === leader) logger.info({ ...place, isrBefore: before.isr }, 'ISR changed')
  else if (leader === NO_BROKER) logger.warn({ ...place, leaderBefore: before.leader }, 'partition has no leader')
  else logger.info({ ...place, leaderBefore: before.leader }, 'leader elected')
}
