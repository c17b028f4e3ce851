import { Violation } from '../../types.ts'
import { type Batch, type HostedLog, type PartitionHistory, whereOf } from './history.ts'

/** Above every leader epoch of a run, so that offset and epoch make one exact number. */
const epochsMax = 2 ** 20

interface Known extends Batch {
  readonly node: number
}

/**
 * What batches there are, and which of them are committed. P10: of one offset and leader epoch there is one batch, on all
 * nodes and for ever. P11: a committed batch is not truncated. P13: what is committed at an offset is never another batch.
 */
export class BatchIdentity {
  readonly #known = new WeakMap<PartitionHistory, Map<number, Known>>()

  appended(hosted: HostedLog, batch: Batch): void {
    const known = this.#knownOf(hosted.history)
    const key = batch.baseOffset * epochsMax + batch.epoch
    const other = known.get(key)
    if (other === undefined) known.set(key, { ...batch, node: hosted.node.id })
    else if (other.crc !== batch.crc || other.lastOffset !== batch.lastOffset) {
      const where = `at offset ${batch.baseOffset} of epoch ${batch.epoch}`
      throw new Violation('P10', `${whereOf(hosted)} and node ${other.node} have different batches ${where}`)
    }
  }

  truncated(hosted: HostedLog, batch: Batch): void {
    const { history } = hosted
    if (!history.strict || batch.baseOffset < history.logStart) return
    if (history.committed.get(batch.baseOffset) !== batch.epoch) return
    const gone = `the batch at ${batch.baseOffset} of epoch ${batch.epoch}, which is committed`
    throw new Violation('P11', `${whereOf(hosted)} truncated ${gone}`)
  }

  /** A leader shows the batch to consumers. */
  committed(hosted: HostedLog, batch: Batch): void {
    const { history } = hosted
    const before = history.committed.get(batch.baseOffset)
    if (before !== undefined && before !== batch.epoch && history.strict) {
      const batches = `of epoch ${batch.epoch} at ${batch.baseOffset}, where one of epoch ${before} is committed`
      throw new Violation('P13', `${whereOf(hosted)} committed a batch ${batches}`)
    }
    history.committed.set(batch.baseOffset, batch.epoch)
    const exposure = history.exposures.get(hosted.leaderEpoch)
    if (exposure === undefined) return
    if (batch.baseOffset >= (exposure.lastBatch?.baseOffset ?? 0)) exposure.lastBatch = batch
  }

  /** A follower takes the batch for committed. */
  believed(hosted: HostedLog, batch: Batch): void {
    const { history } = hosted
    const committed = history.committed.get(batch.baseOffset)
    if (committed === undefined || committed === batch.epoch || !history.strict) return
    const batches = `of epoch ${batch.epoch} at ${batch.baseOffset}, where one of epoch ${committed} is committed`
    throw new Violation('P12', `${whereOf(hosted)} has a batch ${batches}, below its high watermark`)
  }

  #knownOf(history: PartitionHistory): Map<number, Known> {
    let known = this.#known.get(history)
    if (known === undefined) this.#known.set(history, (known = new Map()))
    return known
  }
}
