const recordsPanel = { title: 'records a second', log: true, lines: [{ field: 'recordsPerSecond' }] }
const cpuPanel = { title: 'broker processor time, us a record', log: true, lines: [{ field: 'cpuMicrosPerRecord' }] }

/**
 * What is measured, in the order of the page. Each has:
 *   name          for `--only`, and of its plot
 *   title, about  heading and set-up on the page
 *   secondsMax    it is stopped then, and what it measured before is kept
 *   x             the field of a point that is its place on the curve
 *   panels        the charts beside each other in its plot, each with lines of fields of the points
 *   columns       further columns of its table
 *   measure       loads the generator of its points, which takes `startCluster`, `pick` (how many points are wanted), `seconds` and
 *                 `idleSeconds`; loaded late because page and plots need none of what it loads
 */
export const experiments = [
  {
    name: 'record-size',
    title: 'Size of records',
    about:
      'One producer, five requests under way to each broker, 6 partitions of three replicas. Batches of 16 KiB, or of one record where that is larger.',
    secondsMax: 120,
    x: { field: 'recordBytes', label: 'bytes a record', log: true },
    panels: [
      recordsPanel,
      cpuPanel,
      { title: 'broker processor time, ms a MB', log: true, lines: [{ field: 'cpuMillisPerMegabyte' }] }
    ],
    measure: async () => (await import('./writing.mjs')).recordSize
  },
  {
    name: 'producers',
    title: 'Producers',
    about:
      'Each producer has a connection to each of three brokers with one request under way, with a batch of 16 KiB of records of 100 B for each partition that the broker leads; 6 partitions of three replicas.',
    secondsMax: 90,
    x: { field: 'producers', label: 'producers', log: true },
    panels: [recordsPanel, cpuPanel],
    measure: async () => (await import('./writing.mjs')).producers
  },
  {
    name: 'records-alone',
    title: 'Connections that send records alone',
    about:
      'Producers that do not wait for more (linger 0): each connection has one request under way, with one record of 100 B for one of the partitions that the broker leads; 6 partitions of three replicas.',
    secondsMax: 120,
    x: { field: 'connections', label: 'connections', log: true },
    panels: [recordsPanel, cpuPanel],
    measure: async () => (await import('./writing.mjs')).aloneFromMany
  },
  {
    name: 'partitions-written',
    title: 'Partitions written to',
    about:
      'One producer, five requests of at most 1 MiB under way to each broker, with a batch of 16 KiB of records of 100 B for each partition that the broker leads, in turn where they do not fit into one; three replicas.',
    secondsMax: 120,
    x: { field: 'partitions', label: 'partitions written to', log: true },
    panels: [recordsPanel, cpuPanel],
    measure: async () => (await import('./writing.mjs')).partitionsWritten
  },
  {
    name: 'replicas',
    title: 'Replicas',
    about:
      'One producer, five requests under way to each broker, each with a batch of 16 KiB of records of 100 B for each partition that the broker leads; 6 partitions of one to three replicas on three brokers. The processor time is that of leaders and followers together.',
    secondsMax: 90,
    x: { field: 'replicas', label: 'replicas of each partition' },
    panels: [
      { ...recordsPanel, log: false },
      { ...cpuPanel, log: false }
    ],
    measure: async () => (await import('./writing.mjs')).replicas
  },
  {
    name: 'consumers',
    title: 'Consumers',
    about:
      'Each consumer has a connection to each of three brokers and reads all 6 partitions of a topic of 50 MB (records of 100 B) from the beginning, again and again, at most 256 KiB of a partition with one fetch. What is read is in the page cache. Consumers and brokers share the processors.',
    secondsMax: 90,
    x: { field: 'consumers', label: 'consumers', log: true },
    panels: [
      { title: 'records a second, all consumers', log: true, lines: [{ field: 'recordsPerSecond' }] },
      { title: 'broker processor time, us a record', log: true, lines: [{ field: 'cpuMicrosPerRecord' }] }
    ],
    measure: async () => (await import('./reading.mjs')).consumers
  },
  {
    name: 'offered-load',
    title: 'Latency, by offered load',
    about:
      'An open loop: record n of rate r is due n/r seconds after the beginning, whatever became of those before it, and its latency counts from then until it is acknowledged by all in-sync replicas. One producer sends what is due about once a millisecond, with at most five requests under way to each broker, as clients do; what waits for those waits in batches of up to 16 KiB. Records of 100 B, 6 partitions of three replicas. The last rate is the first that was too much.',
    secondsMax: 120,
    x: { field: 'offered', label: 'records offered a second', log: true },
    panels: [
      {
        title: 'latency, ms',
        log: true,
        lines: [
          { field: 'p50Ms', label: 'p50' },
          { field: 'p99Ms', label: 'p99' }
        ]
      },
      { title: 'records acknowledged a second', log: true, lines: [{ field: 'acknowledged' }] }
    ],
    measure: async () => (await import('./offered-load.mjs')).offeredLoad
  },
  {
    name: 'partitions-at-rest',
    title: 'Partitions at rest',
    about:
      'Partitions without records, each with a replica on each of three brokers. All brokers are stopped (SIGTERM) and started again; the time is from the start of the processes to the first record that is acknowledged. When all are ready and what they do falls no more, at least ten seconds later, the processor time of nothing to do is taken over ten seconds, and then the memory.',
    secondsMax: 600,
    x: { field: 'partitions', label: 'partitions in the cluster' },
    panels: [
      { title: 'memory of a broker, MB', lines: [{ field: 'memoryMb' }] },
      { title: 'idle broker, % of one core', lines: [{ field: 'idleCpuPercent' }] },
      { title: 'start to the first record, s', lines: [{ field: 'startSeconds' }] }
    ],
    columns: [{ field: 'bytesPerPartition', label: 'memory of a broker, bytes a partition' }],
    measure: async () => (await import('./at-rest.mjs')).partitionsAtRest
  },
  {
    name: 'log-size',
    title: 'Start, by the size of logs',
    about:
      'A topic of 6 partitions with a replica on each of three brokers is filled; then all brokers are killed at once (SIGKILL) and started, and stopped (SIGTERM) and started. The time is from the start of the processes to the first record that is acknowledged.',
    secondsMax: 240,
    x: { field: 'megabytes', label: 'MB of logs on a broker', log: true },
    panels: [
      {
        title: 'start to the first record, s',
        lines: [
          { field: 'killedSeconds', label: 'after SIGKILL' },
          { field: 'stoppedSeconds', label: 'after SIGTERM' }
        ]
      }
    ],
    measure: async () => (await import('./log-size.mjs')).logSize
  }
]
