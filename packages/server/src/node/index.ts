/** A node over any world: what the daemon and the simulator share. */
export { type NodeConfig, readNodeConfig } from '../config/node-config.ts'
export type { NodeWorld } from './node-world.ts'
export { type Readiness, type RunningNode, type RunningNodeOptions, runNode } from './node.ts'
