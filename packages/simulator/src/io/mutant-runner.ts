import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Mutant, MutantError } from '../mutants/mutant.ts'
import type { MutantResult } from '../mutants/report.ts'
import type { MutantNews, MutantOrder } from './mutant-messages.ts'

export interface MutantRunOptions {
  /** Seeds to try, from 1 on. */
  readonly seedsMax: number
  /** Real time after which a seed counts as hung. */
  readonly seedMsMax: number
}

/** How a worker ended. */
type End =
  | { readonly kind: 'failed'; readonly seed: number; readonly invariant: string; readonly message: string }
  | { readonly kind: 'passed' }
  | { readonly kind: 'hung'; readonly seed: number }

/** A mutant that hangs this often is given up. */
const hangsMax = 3

/** Tries mutants in processes of their own. */
export class MutantRunner {
  readonly #options: MutantRunOptions
  /** Whether a seed passes without any mutant: it only tells of a mutant if so. */
  readonly #passesClean = new Map<number, Promise<boolean>>()

  constructor(options: MutantRunOptions) {
    this.#options = options
  }

  /** Runs seeds until one catches the mutant. */
  async try(mutant: Mutant): Promise<MutantResult> {
    const { seedsMax } = this.#options
    let hangs = 0
    for (let firstSeed = 1; firstSeed <= seedsMax;) {
      const end = await this.#run({ mutant: mutant.name, firstSeed, lastSeed: seedsMax })
      if (end.kind === 'passed') break
      if (end.kind === 'failed' && (await this.#passes(end.seed))) {
        const { seed, invariant, message } = end
        return { mutant, outcome: 'caught', seeds: seed, foundBy: invariant, message }
      }
      if (end.kind === 'hung' && ++hangs === hangsMax) return this.#notCaught(mutant, 'hung', end.seed)
      firstSeed = end.seed + 1
    }
    return this.#notCaught(mutant, hangs > 0 ? 'hung' : 'missed', seedsMax)
  }

  #notCaught(mutant: Mutant, outcome: 'missed' | 'hung', seeds: number): MutantResult {
    return { mutant, outcome, seeds, foundBy: undefined, message: undefined }
  }

  #passes(seed: number): Promise<boolean> {
    const known = this.#passesClean.get(seed)
    if (known !== undefined) return known
    const order = { mutant: undefined, firstSeed: seed, lastSeed: seed }
    const passes = this.#run(order).then(({ kind }) => kind === 'passed')
    this.#passesClean.set(seed, passes)
    return passes
  }

  /** One worker, from its start to its end. */
  #run(order: MutantOrder): Promise<End> {
    const { seedMsMax } = this.#options
    const worker = fork(fileURLToPath(new URL('mutant-worker.js', import.meta.url)), [JSON.stringify(order)])
    return new Promise((resolve, reject) => {
      let seed = order.firstSeed
      let end: End = { kind: 'passed' }
      const giveUp = (): void => {
        end = { kind: 'hung', seed }
        worker.kill('SIGKILL')
      }
      let timer = setTimeout(giveUp, seedMsMax)
      worker.on('message', (message) => {
        const news = message as MutantNews
        if (news.type === 'begins') {
          seed = news.seed
          clearTimeout(timer)
          timer = setTimeout(giveUp, seedMsMax)
        } else if (news.type === 'failed') {
          end = { kind: 'failed', seed: news.seed, invariant: news.invariant, message: news.message }
        } else if (news.type === 'unusable') {
          reject(new MutantError(news.message))
        }
      })
      worker.once('error', reject)
      worker.once('exit', (code) => {
        clearTimeout(timer)
        if (end.kind === 'passed' && code !== 0) {
          end = { kind: 'failed', seed, invariant: 'crash', message: `the process ended with code ${code}` }
        }
        resolve(end)
      })
    })
  }
}
