import type { ConfigKey } from '@gregor/base'

/** A key that has no value until someone sets it (Kafka's null default). */
export function optional<Value>(key: ConfigKey<Value>): ConfigKey<Value | undefined> {
  return { ...key, defaultValue: undefined }
}
