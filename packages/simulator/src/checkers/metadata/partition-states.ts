import type { BrokerId } from '@gregor/base'
import { ConfigResourceType, type MetadataDelta, type MetadataImage, type PartitionImage } from '@gregor/metadata'
import { type Checker, minInsyncReplicasDefault, type ObservedNode, Violation } from '../../types.ts'

/**
 * P1, as the controller decides it: a leader epoch has one leader, and leader epoch and partition epoch only grow. P9: with
 * min.insync.replicas in sync nobody is eligible besides, and a fenced broker is in no ISR.
 */
export class PartitionStates implements Checker {
  readonly name = 'partition states'
  /** How far the history is known: the first node to get there shows it. */
  #index = 0

  applied(_node: ObservedNode, delta: MetadataDelta, image: MetadataImage): void {
    if (image.appliedIndex <= this.#index) return
    this.#index = image.appliedIndex
    for (const { before, after } of delta.partitions) {
      if (before !== undefined) checkSuccession(before, after)
      checkMembers(after, image)
    }
    for (const id of delta.brokers) checkBroker(id, image)
  }
}

function checkSuccession(before: PartitionImage, after: PartitionImage): void {
  const name = nameOf(after)
  for (const key of ['leaderEpoch', 'partitionEpoch'] as const) {
    if (after[key] >= before[key]) continue
    throw new Violation('P1', `${key} of ${name} went back from ${before[key]} to ${after[key]}`)
  }
  if (after.leader !== before.leader && after.leaderEpoch === before.leaderEpoch) {
    const leaders = `${before.leader} and ${after.leader} both lead`
    throw new Violation('P1', `${leaders} ${name} in leader epoch ${after.leaderEpoch}`)
  }
  if (after.partitionEpoch === before.partitionEpoch && textOf(after) !== textOf(before)) {
    throw new Violation('P1', `${name} changed within partition epoch ${after.partitionEpoch}`)
  }
}

function checkMembers(partition: PartitionImage, image: MetadataImage): void {
  const { isr, elr, leader, replicas } = partition
  const name = nameOf(partition)
  const minIsr = minIsrOf(partition, image)
  if (isr.length >= minIsr && elr.length > 0) {
    throw new Violation('P9', `${name} has ISR [${isr.join()}], enough for ${minIsr}, and ELR [${elr.join()}]`)
  }
  const both = isr.find((broker) => elr.includes(broker))
  if (both !== undefined) throw new Violation('P9', `broker ${both} is in ISR and in ELR of ${name}`)
  const stranger = [...isr, ...elr].find((broker) => !replicas.includes(broker))
  if (stranger !== undefined) throw new Violation('P9', `broker ${stranger} has no replica of ${name}`)
  if (leader >= 0 && !isr.includes(leader)) throw new Violation('P9', `leader ${leader} of ${name} is not in its ISR`)
  const fenced = isr.find((broker) => image.brokers.get(broker)?.fenced === true)
  if (fenced !== undefined) throw new Violation('P9', `broker ${fenced} is fenced, and in the ISR of ${name}`)
}

function checkBroker(id: BrokerId, image: MetadataImage): void {
  if (image.brokers.get(id)?.fenced !== true) return
  for (const partition of image.partitionsOf(id)) {
    if (!partition.isr.includes(id)) continue
    throw new Violation('P9', `broker ${id} is fenced, and in the ISR of ${nameOf(partition)}`)
  }
}

/** `min.insync.replicas` of the topic, of which there cannot be more than there are replicas. */
function minIsrOf({ topic, replicas }: PartitionImage, image: MetadataImage): number {
  const text =
    image.configOverrides(ConfigResourceType.topic, topic).get(minIsrKey) ??
    image.configOverrides(ConfigResourceType.broker, '').get(minIsrKey)
  return Math.min(text === undefined ? minInsyncReplicasDefault : Number(text), replicas.length)
}

const minIsrKey = 'min.insync.replicas'

function nameOf({ topic, partition }: PartitionImage): string {
  return `${topic}-${partition}`
}

function textOf({ isr, elr, leader, leaderEpoch }: PartitionImage): string {
  return `${isr.join()};${elr.join()};${leader};${leaderEpoch}`
}
