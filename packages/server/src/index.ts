export { main } from './cli.ts'
export { portProblem } from './dev/io/free-ports.ts'
export { type LocalCluster, type LocalClusterOptions, startLocalCluster } from './dev/io/local-cluster.ts'
export { brokerReady } from './dev/io/broker-ready.ts'
export { type BrokerProcess, type ProcessEnd } from './dev/io/broker-process.ts'
export {
  type FirstPorts,
  type LocalBrokerLayout,
  type LocalClusterLayout,
  brokerProperties,
  layOutCluster
} from './dev/layout.ts'
