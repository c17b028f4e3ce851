export {
  ControllerUnavailableError,
  type BrokerLifecycle,
  type ControllerClient,
  type ControllerNode,
  type DeltaListener,
  type ForwardedFrom,
  type IsrChange,
  type IsrChangeOutcome,
  type IsrMember
} from './types.ts'
