// Writes deploy/grafana/dashboards/*.json from scripts/dashboards; with --check only compares, and exits 1 when one differs.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { broker } from './dashboards/broker.mjs'
import { cluster } from './dashboards/cluster.mjs'
import { group } from './dashboards/group.mjs'
import { raftQuorum } from './dashboards/raft.mjs'
import { replication } from './dashboards/replication.mjs'
import { topic } from './dashboards/topic.mjs'

const folder = fileURLToPath(new URL('../deploy/grafana/dashboards/', import.meta.url))
const check = process.argv.includes('--check')
let stale = 0
for (const dashboard of [broker, cluster, group, raftQuorum, replication, topic]) {
  const name = `${dashboard.uid.replace('gregor-', '')}.json`
  const text = `${JSON.stringify(dashboard, null, 1)}\n`
  if (!check) writeFileSync(`${folder}${name}`, text)
  else if (readFileSync(`${folder}${name}`, 'utf8') !== text) {
    console.error(
      `deploy/grafana/dashboards/${name} is not what scripts/dashboards says: run npm run generate:dashboards`
    )
    stale++
  }
}
process.exit(stale === 0 ? 0 : 1)
