import {
  BrokerMessage,
  CallRequest,
  CallResponse,
  ControllerMessage,
  type BrokerMessageInput,
  type CallResponseInput,
  type ControllerMessageInput,
  type PeerIdentity
} from '@gregor/rpc'
import type { SessionStream } from '../node/session-server.ts'
import type { ControllerLink } from './controller-link.ts'
import { streamPair } from './stream-pair.ts'

export interface LocalController {
  accept(stream: SessionStream, peer: PeerIdentity): void
  call(request: CallRequest, peer: PeerIdentity): Promise<CallResponseInput>
}

/** The controller of this very node, without the network. Messages pass the same codecs, so that both ways behave alike. */
export function localLink(controller: LocalController, self: PeerIdentity): ControllerLink {
  return {
    session() {
      const pair = streamPair<BrokerMessageInput, BrokerMessage, ControllerMessageInput, ControllerMessage>({
        toRight: (message) => BrokerMessage.decode(BrokerMessage.encode(message)),
        toLeft: (message) => ControllerMessage.decode(ControllerMessage.encode(message))
      })
      controller.accept(pair.right, self)
      return pair.left
    },
    async call(request) {
      const answer = await controller.call(CallRequest.decode(CallRequest.encode(request)), self)
      return CallResponse.decode(CallResponse.encode(answer))
    }
  }
}
