// `npm run bench:kafka`: Apache Kafka and Gregor side by side on this machine, with the same clients, one after the other,
// by ../shared/bench/bench.py (its head tells the scenarios, and what it needs: a JDK, Maven and confluent-kafka for Python).
//   npm run bench:kafka -- [--rounds 3] [--only start,produce100]
import { spawnSync } from 'node:child_process'
import { access, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1' }, only: { type: 'string' } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const bench = fileURLToPath(new URL('../../shared/bench/bench.py', import.meta.url))
await access(bench).catch(() => fail(`${bench} is not there: this benchmark is not a part of the project`))
await mkdir(`${root}.tmp/bench`, { recursive: true })

for (let round = 1; round <= Number(values.rounds); round++) {
  const files = ['kafka', 'gregor'].map((system) => {
    const file = `${root}.tmp/bench/${system}-${round}.json`
    const only = values.only === undefined ? [] : ['--only', values.only]
    run(['run', '--system', system, '--out', file, ...only], 'ignore')
    return file
  })
  console.log(`round ${round}`)
  run(['compare', ...files], 'inherit')
}

function run(args, stdout) {
  const { status } = spawnSync('python3', [bench, ...args], { cwd: root, stdio: ['ignore', stdout, 'inherit'] })
  if (status !== 0) fail(`bench.py ${args.join(' ')} failed`)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
