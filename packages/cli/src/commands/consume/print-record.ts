import { isUtf8 } from 'node:buffer'
import type { KafkaRecord } from '@gregor/protocol'
import type { TopicPartition } from '../../client/partitions.ts'
import { printable } from '../../format/table.ts'
import { time } from '../../format/units.ts'

export interface PrintOptions {
  readonly json?: boolean
  readonly keys?: boolean
  readonly headers?: boolean
  readonly format?: string
  /** Whether a terminal shows it: then nothing in a record may drive the terminal. */
  readonly terminal: boolean
}

/** One record as one line. */
export function recordLine(place: TopicPartition, record: KafkaRecord, options: PrintOptions): string {
  if (options.json === true) return JSON.stringify(recordJson(place, record))
  const show = (bytes: Buffer | null): string => shown(bytes, options.terminal)
  if (options.format !== undefined) return fromTemplate(options.format, place, record, show)
  const parts = [
    ...(options.headers === true ? [headersText(record, show)] : []),
    ...(options.keys === true ? [show(record.key)] : []),
    show(record.value)
  ]
  return parts.join('\t')
}

/** For programs: what is not UTF-8 is `{"base64": …}`. */
export function recordJson({ topic, partition }: TopicPartition, record: KafkaRecord): object {
  const { offset, timestamp, key, value, headers } = record
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: jsonOf(key),
    value: jsonOf(value),
    headers: headers.map((header) => ({ key: header.key, value: jsonOf(header.value) }))
  }
}

function jsonOf(bytes: Buffer | null): string | { readonly base64: string } | null {
  if (bytes === null) return null
  return isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') }
}

function shown(bytes: Buffer | null, terminal: boolean): string {
  if (bytes === null) return 'null'
  const text = bytes.toString('utf8')
  return terminal ? printable(text) : text
}

const headersText = ({ headers }: KafkaRecord, show: (bytes: Buffer | null) => string): string =>
  headers.map(({ key, value }) => `${show(Buffer.from(key))}=${show(value)}`).join(',')

function fromTemplate(
  template: string,
  { topic, partition }: TopicPartition,
  record: KafkaRecord,
  show: (bytes: Buffer | null) => string
): string {
  return template.replaceAll(
    /%([tpoTkvh%])|\\([tn\\])/g,
    (_, field: string | undefined, escape: string | undefined) => {
      switch (field ?? escape) {
        case 'p':
          return String(partition)
        case 'o':
          return String(record.offset)
        case 'T':
          return time(record.timestamp) ?? '-'
        case 'k':
          return show(record.key)
        case 'v':
          return show(record.value)
        case 'h':
          return headersText(record, show)
        case 'n':
          return '\n'
        case 't':
          return field === undefined ? '\t' : topic
        default:
          return field ?? escape ?? ''
      }
    }
  )
}
