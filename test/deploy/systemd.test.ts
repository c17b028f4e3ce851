// deploy/systemd: what systemd says of the unit, and that what it runs is as the broker has it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readNodeConfig } from '../../packages/server/src/config/node-config.ts'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { toolPresent } from '../support/tools.ts'

const deploy = join(repository, 'deploy/systemd')

let unit: string
let folder: string
beforeAll(async () => {
  unit = await readFile(join(deploy, 'gregor.service'), 'utf8')
  folder = await mkdtemp(join(tmpdir(), 'gregor-systemd-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The values of a key of the unit. */
const values = (key: string): string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((match) => match[1]!)

test('systemd takes the unit without a complaint, and finds it well locked in', async () => {
  if (!toolPresent('systemd-analyze', 'gregor.service was not verified')) return
  // What it runs has to be there: another program stands in for it.
  const file = join(folder, 'gregor.service')
  await writeFile(file, unit.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`))
  const { code, stdout, stderr } = await run('systemd-analyze', ['verify', file])
  expect({ code, said: `${stdout}${stderr}` }).toEqual({ code: 0, said: '' })
  const security = await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', file])
  expect({ code: security.code, end: security.stdout.trimEnd().split('\n').at(-1) }).toMatchObject({ code: 0 })
})

test('a stop gets the time that it may take', () => {
  expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThanOrEqual(30)
  expect(values('KillMode')).toEqual(['mixed'])
})

test('the start waits until /readyz says ready', async () => {
  if (!toolPresent('curl', 'ExecStartPost of gregor.service was not run')) return
  let asked = 0
  const server: Server = createServer((request, response) => {
    asked += request.url === '/readyz' ? 1 : 0
    response.writeHead(asked < 3 ? 503 : 200).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [command = '', ...args] = values('ExecStartPost')[0]!.replace(':9644/', `:${port}/`).split(' ')
  const { code, stdout, stderr } = await run(command, args, { timeoutMs: 15_000 })
  server.close()
  expect({ code, stdout, stderr, asked }).toEqual({ code: 0, stdout: '', stderr: '', asked: 3 })
})

test('its example of a server.properties is one, keeps its data where the unit lets it, and serves /readyz where it asks', async () => {
  const config = readNodeConfig('server.properties', await readFile(join(deploy, 'server.properties'), 'utf8'))
  expect(config.warnings).toEqual([])
  expect(config.logDirs).toEqual([`/var/lib/${values('StateDirectory')[0]}`])
  expect(values('ExecStartPost')[0]).toContain(`http://${config.admin!.host}:${config.admin!.port}/readyz`)
  expect(config.voters).toHaveLength(3)
})
