import type { BrokerConfig } from '@gregor/metadata'

/** What of a node's config the controller decides by. */
export interface ControllerSettings {
  /** This node's own config: the defaults of topics that set nothing themselves. */
  readonly config: BrokerConfig
  /** `broker.session.timeout.ms` */
  readonly sessionTimeoutMs: number
  /** `auto.leader.rebalance.enable` */
  readonly autoRebalance: boolean
  /** `leader.imbalance.check.interval.seconds` */
  readonly rebalanceIntervalMs: number
}

/** The settings in a node's config. */
export function controllerSettings(config: BrokerConfig): ControllerSettings {
  const { values } = config
  return {
    config,
    sessionTimeoutMs: values['broker.session.timeout.ms'],
    autoRebalance: values['auto.leader.rebalance.enable'],
    rebalanceIntervalMs: values['leader.imbalance.check.interval.seconds'] * 1000
  }
}
