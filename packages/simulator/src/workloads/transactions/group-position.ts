import { ErrorCode } from '@gregor/protocol'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import type { ClientProcess } from '../client/client-process.ts'
import type { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import type { TransactionLog } from './transaction-log.ts'

/** The committed offset of a partition once no transaction is undecided about it (KIP-447); -1 = none. */
export async function stableOffset(
  process: ClientProcess,
  options: { readonly groupId: string; readonly groupCoordinator: CoordinatorLink; readonly log: TransactionLog }
): Promise<number> {
  const { groupId, groupCoordinator, log } = options
  const topics = [{ name: log.topic, topicId: process.client.view.topicId(log.topic), partitionIndexes: [log.index] }]
  const message = { groups: [{ groupId, topics }], requireStable: true }
  for (let failures = 0; ; failures++) {
    const response = await groupCoordinator.ask({ api: OffsetFetchApi, version: 9, message })
    const group = response?.groups[0]
    const partition = group?.topics[0]?.partitions[0]
    const errorCode =
      group === undefined || group.errorCode !== ErrorCode.NONE ? group?.errorCode : partition?.errorCode
    if (errorCode !== undefined) checkCode('OffsetFetch', errorCode, process.name)
    if (errorCode === ErrorCode.NONE) return partition!.committedOffset
    groupCoordinator.isLost(errorCode)
    await process.pause(failures)
  }
}
