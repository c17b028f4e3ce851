import { defineMetrics } from '@gregor/base'

/**
 * What a node tells of its process, besides what prom-client does. One event loop does the work of Kafka's network threads and
 * request handlers, so it is as idle as they are.
 */
export const processMetrics = defineMetrics({
  brokerState: {
    name: 'kafka_server_kafkaserver_brokerstate',
    type: 'gauge',
    help: "Kafka's number for what the broker does: 1 = it starts, 3 = it serves clients, 6 = it stops."
  },
  handlerIdle: {
    name: 'kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent',
    type: 'gauge',
    help: 'Part of the time, 0 to 1, in which the event loop lately had nothing to do.'
  },
  networkIdle: {
    name: 'kafka_network_socketserver_networkprocessoravgidle_percent',
    type: 'gauge',
    help: 'Part of the time, 0 to 1, in which the event loop, which does the work of all network threads, lately had nothing to do.'
  },
  networkIdleUnsuffixed: {
    name: 'kafka_network_socketserver_networkprocessoravgidlepercent',
    type: 'gauge',
    help: 'As networkprocessoravgidle_percent, by the name that other exporter rules give it.'
  },
  diskReadBytes: {
    name: 'kafka_server_kafkaserver_linux_disk_read_bytes',
    type: 'gauge',
    help: 'Bytes that this process had read from disks (Linux only).'
  },
  diskWriteBytes: {
    name: 'kafka_server_kafkaserver_linux_disk_write_bytes',
    type: 'gauge',
    help: 'Bytes that this process gave to disks (Linux only).'
  },
  loopBusy: {
    name: 'gregor_event_loop_busy_seconds_total',
    type: 'counter',
    help: 'Time in which the event loop worked. Its rate is the load of the core: at 1 requests queue.'
  },
  loopDelay: {
    name: 'gregor_event_loop_delay_seconds',
    type: 'histogram',
    help: 'By how much later than asked a timer of 200 ms was called: what every request may have to wait.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
  },
  memoryBytes: {
    name: 'gregor_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process by kind: resident (all of it), heap (objects), buffers (requests, caches, responses), other (of native code).',
    labels: ['kind']
  },
  memoryLimit: {
    name: 'gregor_memory_limit_bytes',
    type: 'gauge',
    help: 'What the process may use: the limit of its container, else the memory of the host.'
  },
  heapLimit: {
    name: 'gregor_memory_heap_limit_bytes',
    type: 'gauge',
    help: 'Largest heap of objects that Node allows; the process ends when it is full.'
  }
})
