export { createBroker, type BrokerOptions, type KafkaBroker } from './broker.ts'
export type { ClientListener, ClientListenerOptions, CreateClientListener, ListenerAddress } from './client-listener.ts'
export { LogLimiter } from './log-limiter.ts'
export { createKafkaListener } from './io/kafka-listener.ts'
export { planMemory, type BrokerMemory, type MemoryPlan } from './memory/broker-memory.ts'
export { ConnectionMemory } from './memory/connection-memory.ts'
export { brokerMetrics } from './metrics.ts'
export type { InClusterRequest, ServeInCluster } from './in-cluster/in-cluster-apis.ts'
export type {
  AdminForwarder,
  BrokerPort,
  BrokerPorts,
  ForwardedFrom,
  MetadataSource,
  ProducerIdAllocator,
  TransactionPort,
  TransactionVerifier,
  TransactionWrite
} from './ports.ts'
export { ProducerIds } from './producer-ids.ts'
export { servedApis, type ServedApiInfo } from './served-apis.ts'
export { RequestPipeline } from './request-pipeline.ts'
export { groupSurroundings } from './group-surroundings.ts'
export {
  createTxnMarkerWriter,
  type OffsetsMarkers,
  type PartitionMarker,
  type TxnMarkerPorts,
  type WriteTxnMarkers
} from './txn-markers.ts'
