import type { PartitionImage } from '@gregor/metadata'
import { type Checker, type ObservedCluster, type ObservedNode, Violation } from '../../types.ts'
import { eventually } from './patience.ts'

/** Files that were removed a moment ago may be open a little longer. */
const removedFilesMax = 16

/**
 * L1: after healing all brokers are unfenced and know the same metadata, and every partition is led within its full ISR.
 * L2: nothing was left behind: no file is open twice or for nothing, and no bytes wait for a disk.
 */
export class AllHealed implements Checker {
  readonly name = 'all healed'
  readonly #cluster: ObservedCluster

  constructor(cluster: ObservedCluster) {
    this.#cluster = cluster
  }

  atEnd(): Promise<void> {
    return eventually(this.#cluster, () => this.#check())
  }

  async #check(): Promise<void> {
    const { nodes } = this.#cluster
    const indexes = new Set(nodes.map(appliedIndexOf))
    if (indexes.size > 1) throw new Violation('L1', `nodes have applied the metadata up to ${[...indexes].join(', ')}`)
    const image = nodes[0]!.running!.controller.image
    const fenced = nodes.find(({ id }) =>
      [...image.brokers.values()].some((broker) => broker.id === id && broker.fenced)
    )
    if (fenced !== undefined) throw new Violation('L1', `broker ${fenced.id} is still fenced`)
    for (const { partitions } of image.topics.values()) {
      for (const partition of partitions) this.#checkPartition(partition)
    }
    for (const node of nodes) await checkNothingLeft(node)
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

function appliedIndexOf({ id, running }: ObservedNode): number {
  if (running === undefined) throw new Violation('L1', `node ${id} does not run`)
  return running.controller.image.appliedIndex
}

async function checkNothingLeft({ id, running, disk }: ObservedNode): Promise<void> {
  const files = await countFiles(disk, '/')
  if (disk.openFiles > files + removedFilesMax) {
    throw new Violation('L2', `node ${id} holds ${disk.openFiles} files open, and has ${files}`)
  }
  const bytes = running?.logs.unwrittenBytes ?? 0
  if (bytes !== 0) throw new Violation('L2', `node ${id} counts ${bytes} bytes at rest that are in no file yet`)
}

async function countFiles(disk: ObservedNode['disk'], folder: string): Promise<number> {
  let files = 0
  for (const name of await disk.list(folder)) {
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`
    if ((await disk.stat(path))?.folder === true) files += await countFiles(disk, path)
    else files++
  }
  return files
}
