import { ErrorCode } from '@gregor/protocol'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import type { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'
import type { LogHistory } from '../history/log-history.ts'

/** Producer id and epoch of an idempotent producer. */
export interface Identity {
  readonly producerId: number
  readonly producerEpoch: number
}

/** Asks brokers for a new producer id until one gives it. */
export function askIdentity(
  { client, history }: { readonly client: Client; readonly history: LogHistory },
  done: (identity: Identity) => void
): void {
  const options = {
    api: InitProducerIdApi,
    version: 5,
    message: { transactionalId: null, transactionTimeoutMs: 60_000 }
  }
  const ask = (): void =>
    client.request(client.anyBroker(), options, (response) => {
      if (response !== undefined) checkCode('InitProducerId', response.errorCode, client.name)
      if (response?.errorCode !== ErrorCode.NONE) return client.pause(ask)
      const { producerId, producerEpoch } = response
      history.gotProducerId(producerId, client.name)
      done({ producerId, producerEpoch })
    })
  ask()
}
