import { MemoryLog, RaftNode, votersOnly, type Entry, type RaftMessage } from 'raft-ts'

/** A map that each member of the group holds, changed by proposals. */
class ReplicatedMap {
  readonly values = new Map<string, string>()
  readonly log = new MemoryLog({ confState: votersOnly([1, 2, 3]) })
  readonly node: RaftNode

  constructor(id: number) {
    this.node = new RaftNode({ id, log: this.log, random: (below) => Math.floor(Math.random() * below) })
  }

  /** Does what the core wants done. A real driver writes to disk where this one keeps all in memory. */
  run(send: (message: RaftMessage) => void): void {
    while (this.node.hasReady()) {
      const ready = this.node.takeReady()
      ready.messages.forEach(send)
      this.log.persist(ready) // First to the disk, as one durable unit; the log shows it afterwards.
      ready.messagesAfterPersist.forEach(send)
      this.node.persisted({ ready: ready.number })
      ready.committedEntries.forEach((entry) => this.apply(entry))
    }
  }

  private apply({ kind, data, index }: Entry): void {
    if (kind === 'normal') {
      const [key = '', value = ''] = new TextDecoder().decode(data).split('=')
      this.values.set(key, value)
    }
    this.node.applied(index)
  }
}

const members = new Map([1, 2, 3].map((id) => [id, new ReplicatedMap(id)]))

/** The network: delivers until nothing is said any more. A real one takes its time, and loses things. */
function communicate(): void {
  const messages: RaftMessage[] = []
  const runAll = (): void => members.forEach((member) => member.run((message) => messages.push(message)))
  runAll()
  for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
    members.get(message.to)?.node.step(message)
    if (message.type === 'snapshot') members.get(message.from)?.node.reportSnapshot(message.to, true)
    runAll()
  }
}

// Time passes until someone leads.
let leader: ReplicatedMap | undefined
while (leader === undefined) {
  members.forEach((member) => member.node.tick())
  communicate()
  leader = [...members.values()].find((member) => member.node.status().role === 'leader')
}

console.log(leader.node.propose([new TextEncoder().encode('colour=blue')]).ok) // true
communicate()
for (const member of members.values()) console.log(member.values.get('colour')) // blue, three times
