import { ErrorCode } from '@gregor/protocol'
import { Violation, type ClientWorld } from '../../types.ts'
import { GroupClient } from './group-client.ts'
import type { GroupHistory } from './group-history.ts'
import type { GroupMember } from './group-member.ts'
import { readOffset } from './group-offsets.ts'

const TRIES_MAX = 200
/** What a group may take beyond its timeouts (C5). */
const GRACE_MS = 5000
const LOOK_MS = 50

/** C3: every committed offset, read back from its coordinator. A Violation is thrown where the answer comes in. */
export async function checkOffsets(world: ClientWorld, history: GroupHistory): Promise<void> {
  const client = new GroupClient(world, { name: `final-${history.groupId}`, groupId: history.groupId })
  for (const partition of history.partitions) await readUntilAnswered(client, { history, partition })
  client.die()
}

function readUntilAnswered(
  client: GroupClient,
  { history, partition }: { readonly history: GroupHistory; readonly partition: string }
): Promise<void> {
  let triesLeft = TRIES_MAX
  return new Promise((resolve, reject) => {
    const ask = (): void => client.find(() => readOffset({ client, history, partition, isFinal: true }, settle))
    const settle = (errorCode: number | undefined): void => {
      if (errorCode === ErrorCode.NONE) return resolve()
      if (triesLeft-- > 0) return client.pause(ask)
      const message = `group ${history.groupId}: the committed offset of ${partition} cannot be read, code ${errorCode}`
      reject(new Violation('C5', message))
    }
    ask()
  })
}

/** C5: new members come to a stable group in good time, each partition with one of them. Then they leave. */
export function checkStable(
  world: ClientWorld,
  options: {
    readonly history: GroupHistory
    readonly members: readonly GroupMember[]
    readonly settleMs: number
  }
): Promise<void> {
  const { history, members, settleMs } = options
  const deadlineMs = world.clock.monotonicMs() + settleMs + GRACE_MS
  for (const member of members) member.start()
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (isStable(history, members)) {
        let left = members.length
        for (const member of members) member.retire(() => --left === 0 && resolve())
        return
      }
      if (world.clock.monotonicMs() < deadlineMs) return void world.scheduler.after(LOOK_MS, look)
      const seen = members.map(({ generation, owned }) => `${generation} with ${owned.length}`).join(', ')
      const message = `group ${history.groupId} is not stable within ${settleMs + GRACE_MS} ms: ${seen}`
      reject(new Violation('C5', message))
    }
    look()
  })
}

function isStable({ partitions }: GroupHistory, members: readonly GroupMember[]): boolean {
  const generation = members[0]?.generation ?? -1
  if (generation < 0 || members.some((member) => member.generation !== generation)) return false
  const owned = new Set(members.flatMap((member) => member.owned))
  return owned.size === partitions.length
}
