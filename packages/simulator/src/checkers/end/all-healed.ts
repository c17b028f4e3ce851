import type { PartitionImage } from '@gregor/metadata'
import { type Checker, type ObservedCluster, type ObservedNode, Violation } from '../../types.ts'

/** Files of a log: the newest segment, and its two indexes. */
const filesPerLog = 3
/** Older segments that were read a moment ago, and what the node keeps open besides. */
const filesBesides = 24

/**
 * L1: after healing all brokers are unfenced and know the same metadata, and every partition is led within its full ISR.
 * L2: nothing was left behind: open files are those of the logs.
 */
export class AllHealed implements Checker {
  readonly name = 'all healed'
  readonly #cluster: ObservedCluster

  constructor(cluster: ObservedCluster) {
    this.#cluster = cluster
  }

  atEnd(): void {
    const { nodes } = this.#cluster
    const indexes = new Set(nodes.map((node) => checkNode(node)))
    if (indexes.size > 1) throw new Violation('L1', `nodes have applied the metadata up to ${[...indexes].join(', ')}`)
    const image = nodes[0]!.running!.controller.image
    const fenced = nodes.find(({ id }) =>
      [...image.brokers.values()].some((broker) => broker.id === id && broker.fenced)
    )
    if (fenced !== undefined) throw new Violation('L1', `broker ${fenced.id} is still fenced`)
    for (const { partitions } of image.topics.values()) {
      for (const partition of partitions) this.#checkPartition(partition)
    }
  }

  #checkPartition(partition: PartitionImage): void {
    const { topic, topicId, partition: index, leader, isr, elr, replicas } = partition
    const name = `${topic}-${index}`
    if (!isr.includes(leader) || isr.length !== replicas.length || elr.length > 0) {
      const members = `leader ${leader}, ISR [${isr.join()}], ELR [${elr.join()}], replicas [${replicas.join()}]`
      throw new Violation('L1', `${name} is not whole again: ${members}`)
    }
    for (const id of replicas) {
      const log = this.#cluster.node(id).running?.logs.get(topicId, index)
      if (log === undefined) throw new Violation('L1', `${name} is not open on node ${id}`)
      if (log.failure !== undefined) throw new Violation('L1', `${name} on node ${id}: ${log.failure.message}`)
      if (log.highWatermark === log.logEndOffset && log.flushedOffset === log.logEndOffset) continue
      const positions = `high watermark ${log.highWatermark}, flushed ${log.flushedOffset}, end ${log.logEndOffset}`
      throw new Violation('L1', `${name} on node ${id} is not at rest: ${positions}`)
    }
  }
}

/** Returns the applied index. */
function checkNode({ id, running, disk }: ObservedNode): number {
  if (running === undefined) throw new Violation('L1', `node ${id} does not run`)
  const { image } = running.controller
  let logs = 0
  for (const { partitions } of image.topics.values()) {
    for (const { replicas } of partitions) if (replicas.some((broker) => broker === id)) logs++
  }
  const most = logs * filesPerLog + filesBesides
  if (disk.openFiles > most) {
    throw new Violation('L2', `node ${id} has ${disk.openFiles} files open for ${logs} logs, more than ${most}`)
  }
  if (running.logs.unwrittenBytes > 0) {
    throw new Violation('L2', `node ${id} counts ${running.logs.unwrittenBytes} unwritten bytes at rest`)
  }
  return image.appliedIndex
}
