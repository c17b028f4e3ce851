import { defineMetrics } from '@gregor/base'

const partition = ['topic', 'partition'] as const

/** The metrics of logs; those that Kafka has carry the names that its exporter gives them. */
export const logMetrics = defineMetrics({
  size: {
    name: 'kafka_log_log_size',
    type: 'gauge',
    help: 'Bytes of a partition on this broker.',
    labels: partition
  },
  startOffset: {
    name: 'kafka_log_log_logstartoffset',
    type: 'gauge',
    help: 'First offset of a partition on this broker.',
    labels: partition
  },
  endOffset: {
    name: 'kafka_log_log_logendoffset',
    type: 'gauge',
    help: 'Offset that the next record of a partition gets on this broker.',
    labels: partition
  },
  segments: {
    name: 'kafka_log_log_numlogsegments',
    type: 'gauge',
    help: 'Segments of a partition on this broker.',
    labels: partition
  },
  flushSeconds: {
    name: 'gregor_log_flush_seconds',
    type: 'histogram',
    help: 'Time from the write of a group of batches of one partition until it is durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
  },
  flushTime: {
    name: 'kafka_log_logflushstats_logflushrateandtimems',
    type: 'summary',
    help: 'Milliseconds from the write of a group of batches of one partition until it is durable, with the quantiles of late.'
  },
  journalCommits: {
    name: 'gregor_log_journal_commits_total',
    type: 'counter',
    help: 'Syncs of the journals of log dirs: each makes the batches of many partitions durable at once.'
  },
  journalBytes: {
    name: 'gregor_log_journal_bytes_total',
    type: 'counter',
    help: 'Bytes written to the journals of log dirs.'
  },
  openFiles: { name: 'gregor_log_open_files', type: 'gauge', help: 'Files of logs that are open.' },
  cacheBytes: { name: 'gregor_log_cache_bytes', type: 'gauge', help: 'Memory that holds the newest batches of logs.' },
  unwrittenBytes: {
    name: 'gregor_log_unwritten_bytes',
    type: 'gauge',
    help: 'Bytes that were appended to logs and are not in their files yet.'
  },
  freeBytes: {
    name: 'gregor_log_dir_free_bytes',
    type: 'gauge',
    help: 'Bytes that may still be written to the disk of a log dir.',
    labels: ['dir']
  },
  dirShort: {
    name: 'gregor_log_dir_short',
    type: 'gauge',
    help: '1 while a log dir has less room than log.dir.reserved.bytes, and records of producers are refused.',
    labels: ['dir']
  },
  offlineDirs: {
    name: 'kafka_log_logmanager_offlinelogdirectorycount',
    type: 'gauge',
    help: 'Log dirs that are not used until a restart, since their disks failed.'
  },
  dirOffline: {
    name: 'kafka_log_logmanager_logdirectoryoffline',
    type: 'gauge',
    help: '1 when a log dir is not used until a restart, since its disk failed.',
    labels: ['logDirectory']
  },
  leftOut: {
    name: 'gregor_log_partitions_without_series',
    type: 'gauge',
    help: 'Partitions without series of their own, as there are more than metrics.partitions.max.'
  },
  failedLogs: {
    name: 'gregor_log_failed',
    type: 'gauge',
    help: 'Logs whose disk failed, or that are damaged, since the start of the broker.'
  },
  damages: {
    name: 'gregor_log_damaged_batches_total',
    type: 'counter',
    help: 'Damaged record batches found by a start after a crash, by a read, or by the scrub: at most one of a log.'
  },
  repairs: {
    name: 'gregor_log_repairs_total',
    type: 'counter',
    help: 'Damaged logs whose folders were set aside, to be copied anew from their leaders.'
  },
  scrubbedBytes: {
    name: 'gregor_log_scrubbed_bytes_total',
    type: 'counter',
    help: 'Bytes of logs that the scrub has read to look for damage.'
  }
})
