import { type Mutant, plant } from '../mutants/mutant.ts'

/** What a jest configuration gives to this transformer. */
export interface SuiteTransformOptions {
  readonly transformerConfig: { readonly mutant: Mutant }
}

/** A transformer of jest for the one compiled file that a mutant changes. */
const suiteTransformer = {
  process: (source: string, _path: string, { transformerConfig }: SuiteTransformOptions) => ({
    code: plant(transformerConfig.mutant, source)
  })
}
// oxlint-disable-next-line import/no-default-export -- jest looks for it
export default suiteTransformer
