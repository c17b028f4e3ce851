import { BrokerEpoch, BrokerId, type Clock, type Logger } from '@gregor/base'
import type { BrokerMessage, ControllerMessageInput, Heartbeat, PeerIdentity, PeerStream, Register } from '@gregor/rpc'
import { ErrorCode } from '@gregor/protocol'
import { heartbeat } from '../core/heartbeat.ts'
import { refusal, type Refusal } from '../core/outcome.ts'
import { registerBroker, type RegisterRequest } from '../core/register-broker.ts'
import type { ActiveController, RunResult } from './active-controller.ts'
import type { ControllerService } from './controller-service.ts'

export type SessionStream = PeerStream<ControllerMessageInput, BrokerMessage>

export interface SessionServerOptions {
  readonly active: () => ActiveController | undefined
  readonly leaderId: () => BrokerId
  readonly service: ControllerService
  readonly clock: Clock
  readonly logger: Logger
}

/** Keeps the sessions of brokers: each is one broker's registration, its heartbeats, and the sign that it broke. */
export class SessionServer {
  readonly #options: SessionServerOptions
  readonly #sessions = new Set<Session>()

  constructor(options: SessionServerOptions) {
    this.#options = options
  }

  accept(stream: SessionStream, peer: PeerIdentity): void {
    const active = this.#options.active()
    const session = new Session({ ...this.#options, stream, peer, active })
    this.#sessions.add(session)
    session.open(() => this.#sessions.delete(session))
  }

  /** This node is not active any more: brokers are to look for the one that is. */
  endAll(): void {
    for (const session of this.#sessions) session.refuse(this.#options.service.notActive())
  }
}

interface SessionOptions extends Omit<SessionServerOptions, 'active'> {
  readonly stream: SessionStream
  readonly peer: PeerIdentity
  readonly active: ActiveController | undefined
}

class Session {
  readonly #options: SessionOptions
  readonly #broker: BrokerId
  #epoch: BrokerEpoch | undefined
  #over = false

  constructor(options: SessionOptions) {
    this.#options = options
    this.#broker = BrokerId(options.peer.nodeId)
  }

  open(onEnd: () => void): void {
    const { stream, service, active } = this.#options
    stream.listen({
      onMessage: (message) => void this.#handle(message),
      onEnd: ({ kind }) => {
        this.#over = true
        onEnd()
        // A broker ends its session in peace when it looks for another controller, and when its process exits: ask.
        if (active !== undefined && this.#epoch !== undefined) void service.suspect(active, this.#broker, this.#epoch)
        this.#options.logger.debug({ broker: this.#broker, kind }, 'a broker session ended')
      }
    })
    if (active === undefined) this.refuse(service.notActive())
  }

  refuse({ code, message }: Refusal): void {
    if (this.#over) return
    this.#over = true
    const { stream, leaderId } = this.#options
    stream.send({ refused: { errorCode: code, errorMessage: message, leaderId: leaderId() } })
    stream.close()
  }

  async #handle({ register, heartbeat: beat }: BrokerMessage): Promise<void> {
    const { active } = this.#options
    if (this.#over || active === undefined) return
    if (register !== undefined) await this.#register(active, register)
    else if (beat !== undefined) await this.#heartbeat(active, beat)
  }

  async #register(active: ActiveController, message: Register): Promise<void> {
    if (message.brokerId !== this.#broker || message.incarnationId !== this.#options.peer.incarnationId) {
      return this.refuse(refusal(ErrorCode.INVALID_REGISTRATION, 'A broker can only register itself'))
    }
    const request = registerRequest(message)
    const answer = await this.#tryRegister(active, request)
    if (!answer.ok) return this.refuse(answer.refusal)
    if (answer.response.type === 'conflict') return this.refuse(answer.response.refusal)
    this.#epoch = answer.response.brokerEpoch
    this.#send({ registered: { brokerEpoch: this.#epoch } })
  }

  /** When another incarnation counts as live, it is asked first; what does not answer gives way. */
  async #tryRegister(active: ActiveController, request: RegisterRequest): ReturnType<typeof this.run> {
    const first = await this.run(active, request)
    if (!first.ok || first.response.type !== 'conflict') return first
    const other = await this.#options.service.fenceIfGone(active, first.response.other)
    if (other === 'alive') return first
    return other === 'fenced' ? this.run(active, request) : { ok: false, refusal: other }
  }

  run(
    active: ActiveController,
    request: RegisterRequest
  ): Promise<RunResult<ReturnType<typeof registerBroker>['response']>> {
    return active.run((state, context) => registerBroker(state, request, context))
  }

  async #heartbeat(active: ActiveController, { brokerEpoch, appliedIndex, wantShutdown }: Heartbeat): Promise<void> {
    const epoch = BrokerEpoch(brokerEpoch)
    const request = { brokerId: this.#broker, brokerEpoch: epoch, appliedIndex, wantShutdown }
    const result = await active.run((state, context) => heartbeat(state, request, context))
    if (!result.ok) return this.refuse(result.refusal)
    if (!result.response.ok) return this.refuse(result.response.refusal)
    this.#epoch = epoch
    active.heard()
    const { fenced, mayShutDown } = result.response
    this.#send({ heartbeat: { fenced, mayShutDown, wallMs: Math.round(this.#options.clock.wallMs()) } })
  }

  #send(message: ControllerMessageInput): void {
    if (!this.#over) this.#options.stream.send(message)
  }
}

function registerRequest(message: Register): RegisterRequest {
  return {
    brokerId: BrokerId(message.brokerId),
    incarnationId: message.incarnationId,
    endpoints: message.listeners,
    rpcHost: message.rpcHost,
    rpcPort: message.rpcPort,
    rack: message.rack === '' ? undefined : message.rack,
    previousBrokerEpoch: BrokerEpoch(message.previousBrokerEpoch),
    storageId: message.storageId
  }
}
