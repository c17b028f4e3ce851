/**
 * When a request passed each of its stages, in milliseconds of the monotonic clock. The stages are Kafka's: in the queue until
 * those before it on the connection let it run; local while its handler works; remote while it waits for replicas, records or
 * other brokers; in the response queue until responses before it have left; sending until the socket has taken the response.
 */
export class RequestTimes {
  readonly takenMs: number
  startedMs: number
  handledMs: number
  answeredMs: number
  leftMs: number

  constructor(takenMs: number) {
    this.takenMs = takenMs
    this.startedMs = takenMs
    this.handledMs = takenMs
    this.answeredMs = takenMs
    this.leftMs = takenMs
  }
}
