/**
 * Branded ids and positions. A brand costs nothing at run time and turns a swapped pair of numbers into a compile
 * error. Each has one constructor, of the same name, which only asserts the type: bounds are checked where a value
 * enters (the codec, the config file).
 */
declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Position of a record in a partition; below 2^53 (28 years of 10 M records/s). */
export type Offset = Branded<number, 'Offset'>
/** Count of leaderships of a partition; -1 = unknown. */
export type LeaderEpoch = Branded<number, 'LeaderEpoch'>
/** Version of a partition's leader/ISR state at the controller. */
export type PartitionEpoch = Branded<number, 'PartitionEpoch'>
/** Position in the metadata log at which a broker registered; identifies one incarnation. -1 = none. */
export type BrokerEpoch = Branded<number, 'BrokerEpoch'>
/** `node.id` of a broker or controller. -1 = none. */
export type BrokerId = Branded<number, 'BrokerId'>
/** Index of a partition within its topic. */
export type PartitionIndex = Branded<number, 'PartitionIndex'>
/** Id of an idempotent or transactional producer; -1 = none. */
export type ProducerId = Branded<number, 'ProducerId'>
/** Epoch of a producer id; -1 = none. */
export type ProducerEpoch = Branded<number, 'ProducerEpoch'>
/** 22 characters of URL-safe base64 of a 16-byte uuid, as Kafka prints it. */
export type TopicId = Branded<string, 'TopicId'>
/** Wall-clock milliseconds since 1970; -1 = none. */
export type TimestampMs = Branded<number, 'TimestampMs'>

export const Offset = (value: number): Offset => value as Offset
export const LeaderEpoch = (value: number): LeaderEpoch => value as LeaderEpoch
export const PartitionEpoch = (value: number): PartitionEpoch => value as PartitionEpoch
export const BrokerEpoch = (value: number): BrokerEpoch => value as BrokerEpoch
export const BrokerId = (value: number): BrokerId => value as BrokerId
export const PartitionIndex = (value: number): PartitionIndex => value as PartitionIndex
export const ProducerId = (value: number): ProducerId => value as ProducerId
export const ProducerEpoch = (value: number): ProducerEpoch => value as ProducerEpoch
export const TopicId = (value: string): TopicId => value as TopicId
export const TimestampMs = (value: number): TimestampMs => value as TimestampMs

/** The broker id that means "no broker" (Kafka's -1). */
export const NO_BROKER: BrokerId = BrokerId(-1)
/** The epoch that means "unknown" (Kafka's -1). */
export const NO_EPOCH: LeaderEpoch = LeaderEpoch(-1)
/** The all-zero uuid, which Kafka uses for "no topic id". */
export const ZERO_TOPIC_ID: TopicId = TopicId('AAAAAAAAAAAAAAAAAAAAAA')
