import { decodeProducerSnapshot } from '@gregor/log'
import { CommandError } from '../../faults.ts'
import { count, table } from '../../format/table.ts'
import { time } from '../../format/units.ts'
import type { Report } from '../../report.ts'
import { type DumpedFile, readAll } from './dumped-file.ts'

/** `.snapshot`: what the log knew of its producers at that offset. */
export async function dumpSnapshot(file: DumpedFile): Promise<Report> {
  const producers = decodeProducerSnapshot(await readAll(file))
  if (producers === undefined)
    throw new CommandError(`${file.path} is no whole snapshot of producers: cut off, damaged, or of another version`)
  const rows = producers.map(({ producerId, producerEpoch, batches, lastTimestampMs, transactionStartOffset }) => {
    const last = batches.at(-1)
    return [
      producerId,
      producerEpoch,
      last?.lastSequence,
      last?.lastOffset,
      time(lastTimestampMs),
      transactionStartOffset
    ]
  })
  const heads = ['producer', 'epoch', 'last sequence', 'last offset', 'last written', 'transaction from']
  return {
    json: { file: file.path, kind: 'producer snapshot', sizeBytes: file.sizeBytes, producers },
    text: `${rows.length === 0 ? '' : `${table(heads, rows)}\n`}${count(producers.length, 'producer')}; the CRC is right`
  }
}
