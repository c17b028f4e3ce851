import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { ExampleMember } from './support/example-member.ts'
import { compile, packageFolder } from './support/repository.ts'

const example = join(packageFolder, 'examples/replicated-map')
const ids = [1, 2, 3]

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

describe('the example of a replicated map on level and TCP', () => {
  let folder: string
  let addresses: readonly string[]
  const members = new Map<number, ExampleMember>()

  beforeAll(() => compile(['-b', example], packageFolder))
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'raft-ts-example-'))
    const ports = await freePorts(ids.length)
    addresses = ids.map((id, position) => `${id}=127.0.0.1:${ports[position]}`)
  })
  afterEach(async () => {
    await Promise.all([...members.keys()].map(kill))
    await rm(folder, { recursive: true, force: true })
  })

  function start(id: number): ExampleMember {
    const program = join(example, 'dist/main.js')
    const member = new ExampleMember(id, [program, `${id}`, join(folder, `${id}`), ...addresses])
    members.set(id, member)
    return member
  }

  async function kill(id: number): Promise<void> {
    await members.get(id)?.kill()
    members.delete(id)
  }

  /** Resolves when all that run follow one leader, which is none of `not`. */
  async function leader(not: readonly number[] = []): Promise<ExampleMember> {
    const leaders = await Promise.all([...members.values()].map((member) => member.follows((id) => !not.includes(id))))
    const led = members.get(leaders[0] ?? 0)
    if (led !== undefined && leaders.every((id) => id === led.id)) return led
    return leader(not)
  }

  const everywhere = (line: string): Promise<readonly string[]> =>
    Promise.all([...members.values()].map((member) => member.ask(line)))

  test('goes on when its leader is killed, and a member that comes back has the same content', async () => {
    for (const id of ids) start(id)
    const first = await leader()
    expect(await first.ask('set colour blue')).toBe('ok')
    expect(await everywhere('get colour')).toEqual(['blue', 'blue', 'blue'])

    await kill(first.id)
    const second = await leader([first.id])
    expect(await second.ask('set shape round')).toBe('ok')
    expect(await everywhere('get shape')).toEqual(['round', 'round'])

    await start(first.id).follows(() => true)
    const content = '[["colour","blue"],["shape","round"]]'
    expect(await everywhere('all')).toEqual([content, content, content])
  })

  test('has what was set after all its members were killed, and whether it is in a snapshot or in the log', async () => {
    for (const id of ids) start(id)
    const before = await leader()
    const sets = Array.from({ length: 1500 }, (_, count) => before.ask(`set key${count % 7} ${count}`))
    expect(new Set(await Promise.all(sets))).toEqual(new Set(['ok']))
    const [content] = await everywhere('all')
    for (const id of ids) await kill(id)

    for (const id of ids) start(id)
    await leader()
    expect(await everywhere('all')).toEqual([content, content, content])
    expect(JSON.parse(content ?? '')).toHaveLength(7)
  })
})
