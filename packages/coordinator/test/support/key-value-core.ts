import { Journal } from '../../src/runtime/journal.ts'
import type { Effect, RecordCodec, RequestId, ShardCore } from '../../src/runtime/core.ts'
import { VersionedMap } from '../../src/runtime/versioned-map.ts'

export interface KeyValue {
  readonly key: string
  readonly value: string | null
}

/** What a write is answered: what the core saw before it, and how the log took it. */
export interface PutAnswer {
  readonly before: string | undefined
  readonly errorCode: number
}

export type KeyValueInput =
  | {
      readonly type: 'put'
      readonly request: RequestId<PutAnswer>
      readonly key: string
      readonly value: string | null
    }
  | { readonly type: 'read'; readonly request: RequestId<string | undefined>; readonly key: string }
  | { readonly type: 'remind'; readonly key: string; readonly delayMs: number }
  | { readonly type: 'forget' }
  | { readonly type: 'reminded'; readonly key: string }

interface KeyValueTicket {
  readonly request: RequestId<PutAnswer>
  readonly before: string | undefined
}

type KeyValueEffect = Effect<KeyValue, KeyValueInput, KeyValueTicket, string>

const REMINDER = 1

/** The smallest coordinator: a map in a log. */
export class KeyValueCore implements ShardCore<KeyValue, KeyValueInput, KeyValueTicket, string> {
  readonly journal = new Journal()
  readonly map = new VersionedMap<string, string>(this.journal)

  replay({ key, value }: KeyValue): void {
    if (value === null) this.map.delete(key)
    else this.map.set(key, value)
  }

  loaded(): readonly KeyValueEffect[] {
    return [{ type: 'notice', notice: 'loaded' }]
  }

  handle(input: KeyValueInput): readonly KeyValueEffect[] {
    switch (input.type) {
      case 'put': {
        const { request, key, value } = input
        return [{ type: 'append', records: [{ key, value }], ticket: { request, before: this.map.get(key) } }]
      }
      case 'read':
        return [{ type: 'respond', request: input.request, response: this.map.committed(input.key) }]
      case 'remind': {
        const reminder = { type: 'reminded', key: input.key } as const
        return [{ type: 'set-timer', timer: REMINDER, delayMs: input.delayMs, input: reminder }]
      }
      case 'forget':
        return [{ type: 'cancel-timer', timer: REMINDER }]
      case 'reminded':
        return [{ type: 'notice', notice: input.key }]
    }
  }

  settle({ request, before }: KeyValueTicket, errorCode: number): readonly KeyValueEffect[] {
    return [{ type: 'respond', request, response: { before, errorCode } }]
  }
}

/** A value of "?" is a record of a later version, one of "!" cannot be read. */
export const keyValueCodec: RecordCodec<KeyValue> = {
  encode: ({ key, value }) => ({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) }),
  decode(key, value) {
    const text = value?.toString() ?? null
    if (text === '!') throw new Error('cannot be read')
    return text === '?' ? undefined : { key: key.toString(), value: text }
  }
}
