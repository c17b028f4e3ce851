import { scanBatches } from '@gregor/log'
import {
  BATCH_HEADER_BYTES,
  CompressionCodec,
  compressionOf,
  controlRecordTypeOf,
  ControlRecordType,
  crcOf,
  hasLogAppendTime,
  hasValidCrc,
  isControl,
  isTransactional,
  type KafkaRecord,
  prepareZstd,
  ProtocolError,
  readBatchHeader,
  recordsOf
} from '@gregor/protocol'
import { count, printable } from '../../format/table.ts'
import { time } from '../../format/units.ts'
import type { Report } from '../../report.ts'
import { recordJson } from '../consume/print-record.ts'
import type { DumpedFile } from './dumped-file.ts'

/** Far beyond any batch; what claims more is shown as damaged. */
const decompressedBytesMax = 1 << 30

const codecNames = Object.fromEntries(Object.entries(CompressionCodec).map(([name, id]) => [id, name.toLowerCase()]))

interface DumpedBatch {
  readonly position: number
  readonly sizeBytes: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly count: number
  readonly leaderEpoch: number
  readonly compression: string
  readonly timestampType: 'create' | 'append'
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly transactional: boolean
  readonly control: boolean
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly crc: number
  readonly crcValid: boolean
  /** With --records: null when they cannot be read. */
  readonly records?: readonly DumpedRecord[] | null
}

type DumpedRecord = Pick<KafkaRecord, 'offset' | 'timestamp' | 'key' | 'value' | 'headers'>

/** The batches of a segment, where they end, and whether each is what its CRC says. */
export async function dumpSegment(dumped: DumpedFile, options: { readonly records: boolean }): Promise<Report> {
  await prepareZstd()
  const batches: DumpedBatch[] = []
  const end = await scanBatches(dumped.file, {
    from: 0,
    to: dumped.sizeBytes,
    visit: (buffer, at, position) => {
      batches.push(batchAt(buffer, { at, position, records: options.records }))
      return true
    }
  })
  const broken = end.reason === 'broken'
  const bad = batches.filter(({ crcValid }) => !crcValid).length
  const records = batches.reduce((sum, batch) => sum + batch.count, 0)
  const left = dumped.sizeBytes - end.position
  const verdicts = [
    `${count(batches.length, 'batch', 'batches')} with ${count(records, 'record')} in ${dumped.sizeBytes} bytes`,
    ...(bad === 0
      ? ['every CRC is right']
      : [`${count(bad, 'CRC')} WRONG: that is damage, gregor counts such a replica out`]),
    ...(broken
      ? [
          `no whole batch begins at position ${end.position}: ${left} bytes there are a torn write, or damage (a batch has ${BATCH_HEADER_BYTES} at least)`
        ]
      : [])
  ]
  return {
    json: {
      file: dumped.path,
      kind: 'segment',
      sizeBytes: dumped.sizeBytes,
      endPosition: end.position,
      whole: !broken,
      batches: batches.map(({ records: own, ...batch }) =>
        own === undefined ? batch : { ...batch, records: own?.map((record) => jsonOf(record, batch.control)) ?? null }
      )
    },
    text: [...batches.flatMap(batchLines), verdicts.join('; ')].join('\n'),
    healthy: bad === 0 && !broken
  }
}

function batchAt(
  buffer: Buffer,
  { at, position, records }: { readonly at: number; readonly position: number; readonly records: boolean }
): DumpedBatch {
  const header = readBatchHeader(buffer, at)
  const { attributes } = header
  return {
    position,
    sizeBytes: header.sizeBytes,
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    count: header.count,
    leaderEpoch: header.leaderEpoch,
    compression: codecNames[compressionOf(attributes)] ?? `unknown ${compressionOf(attributes)}`,
    timestampType: hasLogAppendTime(attributes) ? 'append' : 'create',
    baseTimestamp: header.baseTimestamp,
    maxTimestamp: header.maxTimestamp,
    transactional: isTransactional(attributes),
    control: isControl(attributes),
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    crc: crcOf(buffer, at),
    crcValid: hasValidCrc(buffer, at),
    ...(records ? { records: recordsAt(buffer, at) } : {})
  }
}

/** Copies: the buffer is used for the next part of the file. */
function recordsAt(buffer: Buffer, at: number): DumpedRecord[] | null {
  try {
    return Array.from(recordsOf(buffer, { at, decompressedBytesMax }), (record) => ({
      ...record,
      key: record.key === null ? null : Buffer.from(record.key),
      value: record.value === null ? null : Buffer.from(record.value),
      headers: record.headers.map(({ key, value }) => ({ key, value: value === null ? null : Buffer.from(value) }))
    }))
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

function jsonOf(record: DumpedRecord, control: boolean): object {
  const {
    topic: _,
    partition: __,
    ...fields
  } = recordJson({ topic: '', partition: 0 }, record) as Record<string, unknown>
  return control ? { ...fields, marker: markerOf(record) } : fields
}

const markerOf = ({ key }: DumpedRecord): string => {
  const type = controlRecordTypeOf(key)
  return type === ControlRecordType.COMMIT ? 'commit' : type === ControlRecordType.ABORT ? 'abort' : 'other'
}

function batchLines(batch: DumpedBatch): string[] {
  const kinds = [batch.transactional ? 'transactional' : '', batch.control ? 'control' : '', batch.compression]
  const producer =
    batch.producerId < 0 ? '' : ` producer ${batch.producerId}/${batch.producerEpoch} sequence ${batch.baseSequence}`
  const line = `@${batch.position} offsets ${batch.baseOffset}-${batch.lastOffset}: ${count(batch.count, 'record')}, ${batch.sizeBytes} bytes, epoch ${batch.leaderEpoch}, ${time(batch.maxTimestamp) ?? 'no time'}, ${kinds.filter(Boolean).join(' ')}${producer}, crc ${batch.crcValid ? 'ok' : 'WRONG'}`
  if (batch.records === undefined) return [line]
  if (batch.records === null) return [line, '    its records cannot be read']
  return [line, ...batch.records.map((record) => recordText(record, batch.control))]
}

function recordText(record: DumpedRecord, control: boolean): string {
  const { offset, timestamp, key, value, headers } = record
  const shown = (bytes: Buffer | null): string => (bytes === null ? 'null' : printable(bytes.toString('utf8')))
  const place = `    ${offset} ${time(timestamp) ?? 'no time'}`
  if (control) return `${place} ${markerOf(record)} marker`
  const tail = headers.map((header) => ` ${printable(header.key)}=${shown(header.value)}`).join('')
  return `${place} key ${shown(key)} value ${shown(value)}${tail === '' ? '' : ` headers${tail}`}`
}
