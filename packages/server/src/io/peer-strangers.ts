import type { LogLimiter } from '@gregor/broker'
import type { Stranger } from '@gregor/rpc'
import { strayProtocol } from './stray-bytes.ts'

export interface PeerStrangersOptions {
  /** Where the nodes of the cluster listen for each other. */
  readonly port: number
  /** Where Kafka clients belong, as in PLAINTEXT://broker:9092. */
  readonly kafkaAddresses: readonly string[]
  readonly log: LogLimiter
}

/** Says of who came to the port between nodes, and was cut off there, what it is and where it belongs. */
export function warnOfStrangers({ port, kafkaAddresses, log }: PeerStrangersOptions): (stranger: Stranger) => void {
  const here = `port ${port}, where the nodes of the cluster speak gRPC to each other (controller.listener.names)`
  return ({ client, bytes }) => {
    const what = strayProtocol(bytes)
    const kind = `${what} between nodes`
    if (what === 'kafka') {
      const where = kafkaAddresses.length === 0 ? 'a broker' : kafkaAddresses.join(', ')
      log.warn(kind, { client }, `a Kafka client came to ${here}: clients connect to ${where}`)
    } else if (what === 'tls') {
      log.warn(kind, { client }, `somebody speaks TLS to ${here}, in plain text: no listener has TLS`)
    } else {
      log.warn(
        kind,
        { client },
        `somebody who does not speak HTTP/2 came to ${here}: metrics and health are on admin.port`
      )
    }
  }
}
