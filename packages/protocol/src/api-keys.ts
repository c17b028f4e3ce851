import { API_TABLE } from './messages/api-table.ts'

/** Name of an API that has a schema. */
export type ApiName = (typeof API_TABLE)[number]['name']

export interface ApiKeyInfo {
  readonly key: number
  readonly name: ApiName
  /** Versions of the schema. A broker may serve fewer; unstable versions are left out. */
  readonly versions: { readonly min: number; readonly max: number }
  /** First version with compact types and tagged fields; Infinity when there is none. */
  readonly flexibleFrom: number
}

/** All APIs that clients may call, in order of their keys. */
export const API_KEYS: readonly ApiKeyInfo[] = API_TABLE

/** Key of an API by its name. */
export const ApiKey = Object.fromEntries(API_KEYS.map(({ name, key }) => [name, key])) as Readonly<
  Record<ApiName, number>
>

const byKey: readonly (ApiKeyInfo | undefined)[] = (() => {
  const table: (ApiKeyInfo | undefined)[] = []
  for (const info of API_KEYS) table[info.key] = info
  return table
})()

/** What is known of a key; undefined for one that no client may use. */
export const apiKeyInfo = (key: number): ApiKeyInfo | undefined => (key >= 0 ? byKey[key] : undefined)

/**
 * Lowest version to advertise. It is that of the schema, except for Produce: librdkafka decides by its minimum whether
 * it may compress, so 0 is advertised though 3 is the lowest that is served (KAFKA-18659).
 */
export const advertisedVersionMin = (info: ApiKeyInfo): number => (info.name === 'Produce' ? 0 : info.versions.min)

/** Version of the request header: 2 has tagged fields (KIP-482). */
export function requestHeaderVersion(info: Pick<ApiKeyInfo, 'flexibleFrom'>, version: number): 1 | 2 {
  return version >= info.flexibleFrom ? 2 : 1
}

/** Version of the response header. ApiVersions keeps 0, for clients that do not know yet what the broker speaks. */
export function responseHeaderVersion(info: Pick<ApiKeyInfo, 'key' | 'flexibleFrom'>, version: number): 0 | 1 {
  return version >= info.flexibleFrom && info.key !== ApiKey.ApiVersions ? 1 : 0
}
