import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalClusterLayout } from '@gregor/server'

/** What is wrong with the machine that a broker believes to run on. */
export interface Machine {
  /** Every sync of its files, and every write that is one, is answered EIO. */
  readonly syncsFail: boolean
  /** How far the clock on its wall is ahead of the true time; negative = behind. */
  readonly clockAheadMs: number
}

const sound: Machine = { syncsFail: false, clockAheadMs: 0 }

/** The machines of the brokers. A process starts on a sound one. */
export class Machines {
  /** To be loaded into each broker process. */
  static readonly preload = new URL('machine-preload.mjs', import.meta.url).href
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open({ folder }: Pick<LocalClusterLayout, 'folder'>): Promise<Machines> {
    const machines = join(folder, 'machines')
    await mkdir(machines)
    return new Machines(machines)
  }

  /** What tells a broker process where to look. */
  get environment(): Record<string, string> {
    return { GREGOR_TEST_MACHINES: this.#folder }
  }

  /** Changes the machine under a broker's process, which hears of it by `signal`; what is not named is sound. */
  async change(id: number, change: Partial<Machine>, signal: (name: 'SIGUSR2') => void): Promise<void> {
    await writeFile(join(this.#folder, `${id}.json`), JSON.stringify({ ...sound, ...change }))
    signal('SIGUSR2')
  }
}
