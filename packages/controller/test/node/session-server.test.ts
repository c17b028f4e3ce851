import { BrokerId, silentLogger } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import type { BrokerMessage, ControllerMessageInput } from '@gregor/rpc'
import { refusal, type Refusal } from '../../src/core/outcome.ts'
import type { ActiveController } from '../../src/node/active-controller.ts'
import type { ControllerService } from '../../src/node/controller-service.ts'
import { SessionServer, type SessionStream } from '../../src/node/session-server.ts'

const taken = refusal(ErrorCode.DUPLICATE_BROKER_REGISTRATION, 'Node id 2 is in use by a live broker')
const register = {
  brokerId: 2,
  incarnationId: 'new',
  rpcHost: 'node2',
  rpcPort: 9093,
  listeners: [],
  rack: '',
  previousBrokerEpoch: -1,
  storageId: 'disk-2'
}

/** What broker 2 is told when it registers while another incarnation of it counts as live. */
async function answerTo(other: 'alive' | Refusal): Promise<number | undefined> {
  const sent: ControllerMessageInput[] = []
  let tell: (message: BrokerMessage) => void = () => {}
  const stream: SessionStream = {
    writable: true,
    send: (message) => sent.push(message) > 0,
    close: () => {},
    listen: ({ onMessage }) => {
      tell = onMessage
    }
  }
  const conflict = { type: 'conflict', other: { id: 2 }, refusal: taken }
  const active = { run: () => Promise.resolve({ ok: true, response: conflict, index: 7 }) }
  const sessions = new SessionServer({
    active: () => active as unknown as ActiveController,
    leaderId: () => BrokerId(3),
    clock: { monotonicMs: () => 0, wallMs: () => 0 },
    service: { fenceIfGone: () => Promise.resolve(other) } as unknown as ControllerService,
    logger: silentLogger
  })
  sessions.accept(stream, { nodeId: 2, incarnationId: 'new' })
  tell({ register, heartbeat: undefined })
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  return sent[0]?.refused?.errorCode
}

describe('a broker that registers while another incarnation of it counts as live', () => {
  test('is told so when that one answers', async () => {
    expect(await answerTo('alive')).toBe(ErrorCode.DUPLICATE_BROKER_REGISTRATION)
  })

  test('simulator seed 1570: looks elsewhere when the controller lost the quorum before it could fence the dead one', async () => {
    const lost = refusal(ErrorCode.NOT_CONTROLLER, 'This node is not the active controller')
    expect(await answerTo(lost)).toBe(ErrorCode.NOT_CONTROLLER)
  })
})
