/** What a client of another protocol sent to the admin port, for the log. */
export type StrayProtocol = 'kafka' | 'tls' | 'other'

/** The shortest Kafka request: size, API key, version, correlation id. */
const KAFKA_BYTES_MIN = 12
/** Above all keys that there are, with room for more. */
const KAFKA_KEY_MAX = 200
const KAFKA_VERSION_MAX = 50

/** What the first bytes of a connection look like that is not HTTP. */
export function strayProtocol(bytes: Buffer | undefined): StrayProtocol {
  if (bytes === undefined || bytes.length < 2) return 'other'
  if (bytes[0] === 0x16 && bytes[1] === 3) return 'tls'
  if (bytes.length < KAFKA_BYTES_MIN || bytes[0] !== 0) return 'other'
  const known = bytes.readUInt16BE(4) <= KAFKA_KEY_MAX && bytes.readUInt16BE(6) <= KAFKA_VERSION_MAX
  return known ? 'kafka' : 'other'
}
