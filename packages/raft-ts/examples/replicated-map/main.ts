import { createInterface } from 'node:readline'
import { Replica } from './replica.ts'

const usage = 'give: id folder 1=host:port 2=host:port 3=host:port; then, line by line: set KEY VALUE, get KEY, all'

function addressOf(member: string): readonly [number, { readonly host: string; readonly port: number }] {
  const [, id, host, port] = /^(\d+)=([^:]+):(\d+)$/.exec(member) ?? []
  if (id === undefined || host === undefined || port === undefined) throw new Error(`${member}? ${usage}`)
  return [Number(id), { host, port: Number(port) }]
}

const [id, folder, ...members] = process.argv.slice(2)
if (id === undefined || folder === undefined || members.length === 0) throw new Error(usage)
const replica = await Replica.start({
  id: Number(id),
  folder,
  addresses: new Map(members.map(addressOf)),
  onLeader: (leader) => console.log(leader === -1 ? '# no leader' : `# member ${leader} leads`)
})

function answer([command, key = '', ...value]: readonly string[]): Promise<string> {
  if (command === 'set') return replica.set(key, value.join(' '))
  if (command === 'get') return replica.get(key)
  return command === 'all' ? replica.all() : Promise.resolve(usage)
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(line.trim().split(/\s+/)).then((text) => console.log(text))
})
