import {
  BrokerEpoch,
  NO_BROKER,
  type BrokerId,
  type Clock,
  type Logger,
  type Scheduler,
  type Timer
} from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type {
  BrokerMessageInput,
  ControllerMessage,
  HeartbeatReply,
  PeerStream,
  Refused,
  RegisterInput
} from '@gregor/rpc'
import type { BrokerLifecycle } from '../types.ts'
import { ClockSkew } from './clock-skew.ts'
import type { ControllerLink } from './controller-link.ts'
import type { LeaderTracker } from './leader-tracker.ts'

export interface BrokerLifecycleOptions {
  readonly nodeId: BrokerId
  /** What the broker says of itself; asked at each registration. */
  readonly describe: () => RegisterInput
  /** Metadata index up to which this broker has applied. */
  readonly appliedIndex: () => number
  readonly leader: LeaderTracker
  readonly linkTo: (controller: BrokerId) => ControllerLink | undefined
  /** `broker.heartbeat.interval.ms` */
  readonly heartbeatIntervalMs: number
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
}

type Session = PeerStream<BrokerMessageInput, ControllerMessage>

/** Between two attempts to reach a controller when there is no news of who leads: doubles up to the most. */
const retryMs = { least: 20, most: 500 }
/** The same after a refusal that will hardly change. */
const refusedRetryMs = 2_000
/** Between two heartbeats while the controller is to react to the first: unfence, or let go. */
const eagerIntervalMs = 50

/** Keeps this broker registered at whoever is the active controller. */
export class BrokerSession implements BrokerLifecycle {
  readonly ready: Promise<void>
  readonly #options: BrokerLifecycleOptions
  readonly #epochListeners: ((epoch: BrokerEpoch) => void)[] = []
  #becomeReady!: () => void
  #refuse!: (error: Error) => void
  #epoch: BrokerEpoch = BrokerEpoch(-1)
  #fenced = true
  readonly #skew = new ClockSkew()
  #session: Session | undefined
  #controller: BrokerId = NO_BROKER
  #timer: Timer | undefined
  #shutdown: ((letGo: boolean) => void) | undefined
  #retryMs: number = retryMs.least
  #started = false
  #stopped = false

  constructor(options: BrokerLifecycleOptions) {
    this.#options = options
    this.ready = new Promise((resolve, reject) => {
      this.#becomeReady = resolve
      this.#refuse = reject
    })
    // Whoever wants to know asks; nobody has to.
    this.ready.catch(() => {})
  }

  get brokerEpoch(): BrokerEpoch {
    return this.#epoch
  }

  get fenced(): boolean {
    return this.#fenced
  }

  onBrokerEpoch(listener: (epoch: BrokerEpoch) => void): void {
    this.#epochListeners.push(listener)
  }

  start(): void {
    this.#started = true
    this.#connect()
  }

  /** The quorum has another leader: the session moves there at once. */
  leaderChanged(): void {
    const { leader } = this.#options.leader
    if (!this.#started || this.#stopped || leader === NO_BROKER || leader === this.#controller) return
    this.#retryMs = retryMs.least
    this.#session?.close()
    this.#session = undefined
    this.#connect()
  }

  /** Something was applied that the controller may be waiting for. */
  applied(): void {
    if (this.#epoch >= 0) this.#heartbeat()
  }

  controlledShutdown(timeoutMs: number): Promise<{ readonly letGo: boolean }> {
    return new Promise((resolve) => {
      const timer = this.#options.scheduler.after(timeoutMs, () => this.#shutdown?.(false))
      this.#shutdown = (letGo) => {
        this.#shutdown = undefined
        timer.cancel()
        resolve({ letGo })
      }
      if (this.#epoch < 0) return this.#shutdown(false)
      this.#heartbeat()
    })
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#session?.close()
  }

  #connect(): void {
    if (this.#stopped || this.#session !== undefined) return
    this.#timer?.cancel()
    const { leader, linkTo, describe } = this.#options
    const link = leader.leader === NO_BROKER ? undefined : linkTo(leader.leader)
    if (link === undefined) return this.#retry()
    this.#controller = leader.leader
    const session = link.session()
    this.#session = session
    this.#skew.forget()
    session.listen({
      onMessage: (message) => this.#handle(session, message),
      onEnd: ({ kind, message }) => this.#ended(session, `${kind}: ${message}`)
    })
    session.send({ register: describe() })
  }

  #retry(): void {
    this.#later(this.#retryMs, () => this.#connect())
    this.#retryMs = Math.max(Math.min(this.#retryMs * 2, retryMs.most), this.#retryMs)
  }

  #ended(session: Session, reason: string): void {
    if (this.#session !== session || this.#stopped) return
    this.#options.logger.debug({ controller: this.#controller }, `the session at the controller ended, ${reason}`)
    this.#session = undefined
    this.#controller = NO_BROKER
    this.#retry()
  }

  #handle(session: Session, { registered, heartbeat, refused }: ControllerMessage): void {
    if (this.#session !== session) return
    if (registered !== undefined) this.#registered(BrokerEpoch(registered.brokerEpoch))
    else if (heartbeat !== undefined) this.#heard(heartbeat)
    else if (refused !== undefined) this.#refused(refused)
  }

  #registered(epoch: BrokerEpoch): void {
    const { logger } = this.#options
    this.#retryMs = retryMs.least
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      logger.info({ epoch, controller: this.#controller }, 'registered at the active controller')
      for (const listener of this.#epochListeners) listener(epoch)
    }
    this.#heartbeat()
  }

  #heard({ fenced, mayShutDown, wallMs }: HeartbeatReply): void {
    this.#compareClocks(wallMs)
    if (fenced && !this.#fenced) this.#options.logger.warn({ epoch: this.#epoch }, 'this broker is fenced')
    this.#fenced = fenced
    if (!fenced) this.#becomeReady()
    if (mayShutDown) this.#shutdown?.(true)
    const eager = fenced || this.#shutdown !== undefined
    this.#later(eager ? eagerIntervalMs : this.#options.heartbeatIntervalMs, () => this.#heartbeat())
  }

  #compareClocks(controllerMs: number): void {
    const { clock, logger } = this.#options
    const skew = this.#skew.answered({ nowMs: clock.monotonicMs(), wallMs: clock.wallMs(), controllerMs })
    if (skew === undefined) return
    const seconds = (Math.abs(skew.aheadMs) / 1_000).toFixed(1)
    logger.warn(
      { controller: this.#controller, ...skew },
      `the clock of this host is ${seconds} s ${skew.aheadMs > 0 ? 'ahead of' : 'behind'} that of controller ${this.#controller}: let NTP set both. Timestamps, retention and lags by time are wrong by as much`
    )
  }

  #refused({ errorCode, errorMessage }: Refused): void {
    if (errorCode === ErrorCode.NOT_CONTROLLER) return
    if (errorCode === ErrorCode.DUPLICATE_BROKER_REGISTRATION || errorCode === ErrorCode.INVALID_REGISTRATION) {
      this.#options.logger.error({ errorCode }, `the controller refuses this broker: ${errorMessage}`)
      this.#refuse(new Error(errorMessage))
      this.#retryMs = refusedRetryMs
      return
    }
    this.#options.logger.warn({ errorCode }, `the controller refused: ${errorMessage}`)
  }

  #heartbeat(): void {
    const { appliedIndex, heartbeatIntervalMs, clock } = this.#options
    // While there is none, the timer is that of the next attempt.
    if (this.#session === undefined) return
    const wantShutdown = this.#shutdown !== undefined
    this.#skew.asked(clock.monotonicMs())
    this.#session.send({ heartbeat: { brokerEpoch: this.#epoch, appliedIndex: appliedIndex(), wantShutdown } })
    // The answer sets the next; without one it is sent again.
    this.#later(heartbeatIntervalMs, () => this.#heartbeat())
  }

  #later(delayMs: number, task: () => void): void {
    if (this.#stopped) return
    this.#timer?.cancel()
    this.#timer = this.#options.scheduler.after(delayMs, task)
  }
}
