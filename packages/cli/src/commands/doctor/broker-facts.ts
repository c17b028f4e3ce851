import { DescribeClusterApi } from '@gregor/protocol/messages/describe-cluster'
import { CommandError } from '../../faults.ts'
import type { Session } from '../../session.ts'
import { adminPort } from '../admin-port.ts'
import type { KnownBroker } from '../brokers.ts'
import { type LogDir, logDirsOf } from '../log-dirs.ts'

/** What a broker says when it is asked at its advertised address. */
export interface BrokerFacts {
  readonly broker: KnownBroker
  /** Why it could not be asked. */
  readonly failure?: string
  readonly clusterId?: string
  /** The brokers that it takes for alive. */
  readonly sees?: readonly number[]
  /** What it serves, as text to compare. */
  readonly apis?: string
  readonly dirs?: readonly LogDir[]
  /** Its clock less this machine's, and how wrong that may be. */
  readonly clock?: { readonly aheadMs: number; readonly uncertainMs: number }
}

/** An HTTP date has whole seconds: on the average it is half a second old. */
const dateStepMs = 1000

export async function factsOf(session: Session, broker: KnownBroker): Promise<BrokerFacts> {
  try {
    const connection = await session.cluster.at(broker)
    const seen = await connection.request(DescribeClusterApi, { includeClusterAuthorizedOperations: false })
    const clock = await clockOf(session, broker)
    return {
      broker,
      clusterId: seen.clusterId,
      sees: seen.brokers.map(({ brokerId }) => brokerId).toSorted((a, b) => a - b),
      apis: JSON.stringify([...connection.served].toSorted(([a], [b]) => a - b)),
      dirs: await logDirsOf(connection, []),
      ...(clock === undefined ? {} : { clock })
    }
  } catch (error) {
    if (error instanceof CommandError) return { broker, failure: error.message }
    throw error
  }
}

/** By the Date header of the broker's admin server, whose port it tells as its config admin.port. */
async function clockOf({ cluster, clock, httpDate }: Session, broker: KnownBroker): Promise<BrokerFacts['clock']> {
  const port = await adminPort(cluster, broker.id)
  if (port === undefined) return undefined
  const answer = await httpDate(broker.host, port)
  if (answer === undefined) return undefined
  const aheadMs = answer.dateMs + dateStepMs / 2 - (clock.wallMs() - answer.tookMs / 2)
  return { aheadMs: Math.round(aheadMs), uncertainMs: Math.round(dateStepMs / 2 + answer.tookMs / 2) }
}
