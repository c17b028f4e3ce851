import type { LoadHook } from 'node:module'
import { type Mutant, plant } from '../mutants/mutant.ts'

/** What `module.register` gives to the hooks. */
export interface PlantedMutant {
  readonly mutant: Mutant
  /** The URL of the compiled file. */
  readonly url: string
}

let planted: PlantedMutant | undefined

export function initialize(data: PlantedMutant): void {
  planted = data
}

/** Plants the bug while the file is loaded; loading fails when the code is not what the mutant was written for. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  if (url !== planted?.url) return loaded
  return { ...loaded, source: plant(planted.mutant, textOf(loaded.source)) }
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source
  return source instanceof Uint8Array || source instanceof ArrayBuffer ? new TextDecoder().decode(source) : ''
}
