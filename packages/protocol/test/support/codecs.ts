import type { Api } from '../../src/api.ts'
import { API_KEYS } from '../../src/api-keys.ts'
import { kebab } from '../../src/generator/file.ts'

/** An API whose messages are anything: for tests that go over all of them. */
export type AnyApi = Api<unknown, unknown, unknown, unknown>

/** The codecs of all APIs, by key. */
export async function loadApis(): Promise<Map<number, AnyApi>> {
  const apis = new Map<number, AnyApi>()
  for (const { key, name } of API_KEYS) {
    const module = (await import(`../../src/messages/${kebab(name)}.ts`)) as Record<string, AnyApi>
    apis.set(key, module[`${name}Api`]!)
  }
  return apis
}
