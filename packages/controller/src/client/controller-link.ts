import type { BrokerMessageInput, CallRequestInput, CallResponse, ControllerMessage, PeerStream } from '@gregor/rpc'

/** The way to one controller, in this process or in another. */
export interface ControllerLink {
  session(): PeerStream<BrokerMessageInput, ControllerMessage>
  /** Rejects with a PeerError. */
  call(request: CallRequestInput, options: { readonly deadlineMs: number }): Promise<CallResponse>
}
