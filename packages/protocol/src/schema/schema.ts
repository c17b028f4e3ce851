import type { Versions } from './versions.ts'

/** The scalar types of the Kafka protocol. `records` is bytes that the codec never copies. */
export type ScalarType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'string'
  | 'uuid'
  | 'bytes'
  | 'records'

/** A group of fields with a name of its own, which becomes the name of an interface. */
export interface Struct {
  readonly name: string
  readonly fields: readonly Field[]
}

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarType }
  | { readonly kind: 'struct'; readonly struct: Struct }
  | { readonly kind: 'array'; readonly element: ScalarType | Struct }

export interface FieldOptions {
  /** Versions in which null is allowed; in the others it is refused both ways. */
  readonly nullable?: Versions
  /** Number of the tagged field (KIP-482); absent for a field at a fixed place. */
  readonly tag?: number
  /** What a reader assumes in versions without the field. Absent: 0, false, '', no elements, all defaults. */
  readonly default?: number | boolean | string | null
  /** May be dropped silently when written in a version without the field; otherwise writing it there is an error. */
  readonly ignorable?: boolean
  /** The field keeps its classic form in flexible versions too (the client id of the request header, KIP-511). */
  readonly flexible?: 'none'
}

export interface Field {
  readonly name: string
  readonly versions: Versions
  readonly type: FieldType
  readonly options: FieldOptions
}

/** One API key: its request and its response have the same versions. */
export interface ApiSchema {
  readonly kind: 'api'
  readonly key: number
  readonly name: string
  /** The stable versions; both ends count. */
  readonly versions: Versions
  /** Versions with compact types and tagged fields (KIP-482). */
  readonly flexible: Versions | 'none'
  readonly request: readonly Field[]
  readonly response: readonly Field[]
}

/** A message that is no API: a header, or the key or value of a record. */
export interface DataSchema {
  readonly kind: 'data'
  readonly name: string
  readonly versions: Versions
  readonly flexible: Versions | 'none'
  readonly fields: readonly Field[]
}

export type MessageSchema = ApiSchema | DataSchema

export const api = (schema: Omit<ApiSchema, 'kind'>): ApiSchema => ({ kind: 'api', ...schema })
export const data = (schema: Omit<DataSchema, 'kind'>): DataSchema => ({ kind: 'data', ...schema })
export const struct = (name: string, fields: readonly Field[]): Struct => ({ name, fields })

const scalar =
  (type: ScalarType) =>
  (name: string, versions: Versions, options: FieldOptions = {}): Field => ({
    name,
    versions,
    type: { kind: 'scalar', scalar: type },
    options
  })

export const bool = scalar('bool')
export const int8 = scalar('int8')
export const int16 = scalar('int16')
export const uint16 = scalar('uint16')
export const int32 = scalar('int32')
export const int64 = scalar('int64')
export const float64 = scalar('float64')
export const string = scalar('string')
export const uuid = scalar('uuid')
export const bytes = scalar('bytes')
export const records = scalar('records')

/** A field that holds one struct. Null is written as a byte of -1, a struct that may be null begins with a byte of 1. */
export const nested = (name: string, versions: Versions, type: Struct, options: FieldOptions = {}): Field => ({
  name,
  versions,
  type: { kind: 'struct', struct: type },
  options
})

/** A field that holds any number of scalars or structs. */
export const array = (
  name: string,
  versions: Versions,
  element: ScalarType | Struct,
  options: FieldOptions = {}
): Field => ({ name, versions, type: { kind: 'array', element }, options })
