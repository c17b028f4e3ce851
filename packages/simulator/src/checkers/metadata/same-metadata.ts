import { type MetadataDelta, type MetadataImage, MetadataStore } from '@gregor/metadata'
import { type Checker, type ObservedCluster, type ObservedNode, Violation } from '../../types.ts'
import { ImageDigest } from './image-digest.ts'

interface Replayed {
  readonly digest: ImageDigest
  readonly incarnation: number
  index: number
}

interface Known {
  readonly digest: number
  readonly node: number
}

/**
 * R8 and P2: the metadata of every broker is that of a prefix of one history, whether it came by entries or by
 * snapshots; and what has been applied in a process is never taken back.
 */
export class SameMetadata implements Checker {
  readonly name = 'same metadata'
  readonly #cluster: ObservedCluster
  readonly #replayed = new Map<number, Replayed>()
  /** By index of the metadata log. */
  readonly #known = new Map<number, Known>()

  constructor(cluster: ObservedCluster) {
    this.#cluster = cluster
  }

  started(node: ObservedNode): void {
    const image = node.running?.controller.image
    if (image === undefined) return
    const index = image.appliedIndex
    const replayed = { digest: new ImageDigest(image), incarnation: node.incarnation, index }
    this.#replayed.set(node.id, replayed)
    if (index > 0) this.#compare(node, replayed)
  }

  applied(node: ObservedNode, delta: MetadataDelta, image: MetadataImage): void {
    const replayed = this.#replayed.get(node.id)
    if (replayed === undefined || replayed.incarnation !== node.incarnation) return
    if (image.appliedIndex < replayed.index) {
      throw new Violation('R8', `node ${node.id} went back from index ${replayed.index} to ${image.appliedIndex}`)
    }
    replayed.index = image.appliedIndex
    replayed.digest.apply(delta, image)
    this.#compare(node, replayed)
  }

  /** Everything that images can say, in whatever order they say it. */
  atEnd(): void {
    const [first, ...others] = this.#cluster.nodes.flatMap(({ id, running }) =>
      running === undefined
        ? []
        : [{ id, records: recordsOf(running.controller.image), image: running.controller.image }]
    )
    for (const { id, records, image } of others) {
      if (image.appliedIndex !== first!.image.appliedIndex) continue
      const lacking = first!.records.find((record) => !records.includes(record)) ?? 'nothing'
      if (records.length === first!.records.length && lacking === 'nothing') continue
      const where = `at index ${image.appliedIndex}, nodes ${first!.id} and ${id} have different metadata`
      throw new Violation('P2', `${where}: node ${id} lacks ${lacking} and has ${records.length} records`)
    }
  }

  #compare(node: ObservedNode, { index, digest }: Replayed): void {
    const known = this.#known.get(index)
    if (known === undefined) this.#known.set(index, { digest: digest.value, node: node.id })
    else if (known.digest !== digest.value) {
      throw new Violation('R8', `after entry ${index}, nodes ${known.node} and ${node.id} have different metadata`)
    }
  }
}

function recordsOf(image: MetadataImage): readonly string[] {
  const records = image instanceof MetadataStore ? image.toRecords() : []
  return records.map((record) => JSON.stringify(record, sortedKeys)).sort()
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}
