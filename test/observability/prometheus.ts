import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalClusterLayout } from '@gregor/server'
import { freePorts } from '../support/ports.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

/** Where the files are that are tried here. */
export const deployed = join(repository, 'deploy', 'prometheus')

/** A series in the answer to a query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [number, string]
}

export interface AlertRule {
  readonly name: string
  readonly query: string
  readonly annotations: Readonly<Record<string, string>>
}

export interface ActiveAlert {
  readonly name: string
  readonly state: string
  readonly labels: Readonly<Record<string, string>>
}

/** A Prometheus that watches the brokers of a cluster, by the deployed files, but in haste. */
export interface TestPrometheus {
  /** The series of an instant query now; rejects when Prometheus does not understand it. */
  query(expression: string): Promise<readonly Sample[]>
  rules(): Promise<readonly AlertRule[]>
  /** Alerts that are pending or firing now. */
  alerts(): Promise<readonly ActiveAlert[]>
  dispose(): Promise<void>
}

/** The path of a program of Debian's prometheus package: as `scripts/install-prometheus.sh` left it, or as installed. */
export function program(name: 'prometheus' | 'promtool'): string {
  const own = join(repository, '.tmp', 'prometheus', 'usr', 'bin', name)
  return existsSync(own) ? own : name
}

/** Starts it and waits until it has seen every broker. */
export async function startPrometheus(layout: LocalClusterLayout): Promise<TestPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-prometheus-'))
  await writeHastyFiles(folder, layout)
  const [port] = await freePorts(1)
  const child = spawn(
    program('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn'
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] }
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      said += `${error.message}: scripts/install-prometheus.sh gets it`
      resolve()
    })
    child.on('exit', () => resolve())
  })
  let over = false
  void ended.then(() => (over = true))
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)
    const answer = (await response.json()) as { status: string; error?: string; data: Answer }
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`)
    return answer.data
  }
  const query = async (expression: string): Promise<readonly Sample[]> =>
    (await ask<{ result: readonly Sample[] }>(`query?query=${encodeURIComponent(expression)}`)).result
  const dispose = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await until('Prometheus has seen all brokers', async () => {
      if (over) throw new Error(`Prometheus ended: ${said}`)
      const up = await query('up == 1').catch(() => [])
      return up.length === layout.brokers.length
    })
  } catch (error) {
    await dispose()
    throw new Error(`${(error as Error).message}\n${said}`, { cause: error })
  }
  return {
    query,
    dispose,
    async rules() {
      const { groups } = await ask<{ groups: readonly { readonly rules: readonly AlertRule[] }[] }>('rules')
      return groups.flatMap(({ rules }) => rules)
    },
    async alerts() {
      type Alert = { readonly labels: Readonly<Record<string, string>>; readonly state: string }
      const { alerts } = await ask<{ alerts: readonly Alert[] }>('alerts')
      return alerts.map(({ labels, state }) => ({ name: labels['alertname']!, state, labels }))
    }
  }
}

/** The deployed files for these brokers, with a look each two seconds, and alerts that wait for the next but one at most. */
async function writeHastyFiles(folder: string, layout: LocalClusterLayout): Promise<void> {
  const targets = layout.brokers.map(({ adminPort }) => `'${layout.host}:${adminPort}'`)
  const config = await readFile(join(deployed, 'prometheus.yml'), 'utf8')
  const alerts = await readFile(join(deployed, 'alerts.yml'), 'utf8')
  const hastyConfig = config
    .replaceAll(/_interval: .*$/gm, '_interval: 2s')
    .replace(/targets: .*$/m, `targets: [${targets.join(', ')}]`)
  await writeFile(join(folder, 'prometheus.yml'), hastyConfig)
  await writeFile(join(folder, 'alerts.yml'), alerts.replaceAll(/^( +for: ).*$/gm, '$14s'))
}
