import type { ConfChange, ConfChangeStep, ProposeResult, RaftConfig, RequestResult } from '../../src/index.ts'
import { SimCluster } from './sim-cluster.ts'
import type { SimNode } from './sim-node.ts'
import { printEntry, printMessage, printReady, printStatus } from './transcript.ts'

/** One command of a scenario: its words, and its `name=value` options. */
interface Command {
  readonly name: string
  readonly words: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

type Run = (command: Command) => string[]

/**
 * Runs the commands of a scenario, and prints what comes of each:
 *
 *     nodes 3 members=5 preVote=off     voters 1 2 3, and 4 and 5 to be added; what RaftConfig has, by its name;
 *                                       jitter=5: members campaign after 15 ticks, not 10
 *     elect 1                           campaign 1 and stabilize, without a word
 *     campaign 1 · tick 1 10 · forget 1 · transfer 1 2 · unreachable 1 2 · snapshot-report 1 2 ok|failed
 *     propose 1 word word …             one entry each
 *     change 1 joint +4 -2 ~3           add voter, remove, make learner; no steps: leave the joint configuration
 *     read 1 7
 *     ready 1                           takes one Ready, and begins its writes
 *     persist 1 [2]                     the oldest writes are durable
 *     apply 1 [2]                       applies entries
 *     deliver 2 [from=1] [type=vote] [keep=yes]      to 2, in order; keep: leave copies on the way
 *     drop [2] [from=1] [type=vote]
 *     stabilize [1 2] [mail=kept]       the named members, or all, do all there is to do, also with each other's messages
 *     crash 1 [kept=1] [mail=kept] · restart 1 · compact 1 [2]   the log, but for 2 entries
 *     disk 1 term=3 vote=2 commit=2 terms=1,1,3      while it is down: entries from index 2 on, of these terms
 *     wipe 1                            while it is down: the disk is as that of a first member of a new group
 *     replace-disk 1 term=3             while it is down: the disk is new; all that it says is a term
 *     restart 1 voting=off · voting 1 on|off         without, or with, a part in elections
 *     status 1 · log 1 · messages
 *
 * The invariants are checked after each.
 */
export class Scenario {
  private cluster = new SimCluster({ seed: 0, voters: 0, members: 0, viewAhead: false, config: {} })
  private readonly commands: ReadonlyMap<string, Run> = new Map<string, Run>([
    ['nodes', (command) => this.nodes(command)],
    ['campaign', ({ words }) => this.on(words[0], (_, node) => node.campaign())],
    ['tick', ({ words }) => this.on(words[0], (_, node) => repeat(words[1], () => node.tick()))],
    ['forget', ({ words }) => this.on(words[0], (_, node) => node.forgetLeader())],
    ['transfer', ({ words }) => this.on(words[0], (_, node) => outcome(node.transferLeadership(Number(words[1]))))],
    ['unreachable', ({ words }) => this.on(words[0], (_, node) => node.reportUnreachable(Number(words[1])))],
    [
      'snapshot-report',
      ({ words }) => this.on(words[0], (_, node) => node.reportSnapshot(Number(words[1]), words[2] === 'ok'))
    ],
    ['propose', ({ words }) => this.on(words[0], (_, node) => outcome(node.propose(words.slice(1).map(encode))))],
    [
      'change',
      ({ words }) => this.on(words[0], (_, node) => outcome(node.proposeConfChange(parseChange(words.slice(1)))))
    ],
    ['read', ({ words }) => this.read(words)],
    ['ready', ({ words }) => this.on(words[0], (member) => this.ready(member))],
    ['persist', ({ words }) => this.on(words[0], (member) => repeat(words[1], () => member.completeWrite()))],
    ['apply', ({ words }) => this.on(words[0], (member) => member.apply(Number(words[1] ?? Infinity)).map(printEntry))],
    ['deliver', (command) => this.deliver(command)],
    ['drop', (command) => this.drop(command)],
    ['stabilize', (command) => this.stabilize(command)],
    ['elect', ({ words }) => this.elect(words[0])],
    ['crash', (command) => this.crash(command)],
    ['restart', (command) => this.restart(command)],
    ['voting', ({ words }) => this.on(words[0], (_, node) => node.setVoting(words[1] === 'on'))],
    ['compact', ({ words }) => this.on(words[0], (member) => void member.compact(Number(words[1] ?? 0)))],
    ['disk', (command) => this.disk(command)],
    ['wipe', ({ words }) => this.wipe(this.member(words[0]))],
    ['replace-disk', (command) => this.replaceDisk(command)],
    ['status', ({ words }) => this.on(words[0], (_, node) => printStatus(node.status()))],
    ['log', ({ words }) => this.on(words[0], (member) => member.volatileLog().map(printEntry))],
    ['messages', () => this.cluster.network.map(printMessage)]
  ])

  /** Returns what the command printed. */
  run(line: string): string {
    const command = parseCommand(line)
    const run = this.commands.get(command.name)
    if (run === undefined) throw new Error(`no such command: ${line}`)
    const printed = run(command)
    for (const member of this.cluster.members)
      if (member.node?.hasReady() === false) this.cluster.invariants.check(member)
    return printed.length === 0 ? 'ok' : printed.join('\n')
  }

  private member(word: string | undefined): SimNode {
    const member = this.cluster.member(Number(word))
    if (member === undefined) throw new Error(`no such member: ${word}`)
    return member
  }

  private on(
    word: string | undefined,
    action: (member: SimNode, node: NonNullable<SimNode['node']>) => readonly string[] | void
  ): string[] {
    const member = this.member(word)
    if (member.node === undefined) throw new Error(`member ${word} is down`)
    return [...(action(member, member.node) ?? [])]
  }

  private nodes({ words, options }: Command): string[] {
    const config = Object.fromEntries(
      [...options].map(([name, value]) => [name, parseValue(value)])
    ) as Partial<RaftConfig>
    const voters = Number(words[0])
    const members = Number(options.get('members') ?? voters)
    // Election timeouts are all the same: scenarios say who campaigns.
    const jitter = Number(options.get('jitter') ?? 0)
    this.cluster = new SimCluster({
      seed: 0,
      voters,
      members,
      viewAhead: false,
      config: { ...config, random: () => jitter }
    })
    return []
  }

  private elect(word: string | undefined): string[] {
    this.on(word, (_, node) => node.campaign())
    this.stabilize({ name: 'stabilize', words: [], options: new Map() })
    return []
  }

  /** Power goes off; what is on its way to the member is lost, unless mail=kept. `kept` writes are through already. */
  private crash({ words, options }: Command): string[] {
    return this.on(words[0], (member) => {
      member.crash({ writesKept: Number(options.get('kept') ?? 0), commitKept: true })
      if (!options.has('mail')) this.dropUndeliverable()
    })
  }

  private restart({ words, options }: Command): string[] {
    const member = this.member(words[0])
    member.voting = options.get('voting') !== 'off'
    member.start({ keepState: false })
    return []
  }

  private replaceDisk({ words, options }: Command): string[] {
    const member = this.member(words[0])
    member.replaceDisk({ term: Number(options.get('term')) })
    this.cluster.invariants.diskLost(member)
    return []
  }

  private dropUndeliverable(): void {
    const { network } = this.cluster
    network.splice(0, network.length, ...network.filter(({ to }) => this.cluster.member(to)?.node !== undefined))
  }

  private read(words: readonly string[]): string[] {
    return this.on(words[0], (member, node) => {
      const context = this.cluster.invariants.beginRead(member)
      const result = node.readIndex(context)
      if (!result.ok) this.cluster.invariants.readDropped(member, context)
      return result.ok ? [`read ${context}`] : outcome(result)
    })
  }

  private ready(member: SimNode): string[] {
    const ready = member.takeReady()
    if (member.node?.hasReady() === false) this.cluster.invariants.check(member)
    return ready === undefined ? ['nothing'] : printReady(member.id, ready)
  }

  /** Takes the chosen messages off the network, or copies of them. */
  private choose({ words, options }: Command): SimCluster['network'] {
    const { network } = this.cluster
    const chosen = network.filter(
      (message) =>
        (words[0] === undefined || message.to === Number(words[0])) &&
        (!options.has('from') || message.from === Number(options.get('from'))) &&
        (!options.has('type') || message.type === options.get('type'))
    )
    if (!options.has('keep'))
      network.splice(0, network.length, ...network.filter((message) => !chosen.includes(message)))
    return chosen
  }

  private deliver(command: Command): string[] {
    return this.choose(command).map((message) => {
      this.member(`${message.to}`).node?.step(message)
      return printMessage(message)
    })
  }

  private drop(command: Command): string[] {
    return this.choose(command).map((message) => `lost: ${printMessage(message)}`)
  }

  private stabilize({ words, options }: Command): string[] {
    const ids = words.map(Number)
    const { members, network } = this.cluster
    const named = members.filter((member) => member.node !== undefined && (ids.length === 0 || ids.includes(member.id)))
    const printed: string[] = []
    for (let rounds = 0; rounds < 1000; rounds += 1) {
      for (const member of named) printed.push(...this.workOff(member))
      if (!options.has('mail')) this.dropUndeliverable()
      const deliverable = network.filter(({ from, to }) =>
        [from, to].every((id) => named.some((member) => member.id === id))
      )
      if (deliverable.length === 0 && !named.some((member) => member.node?.hasReady())) return printed
      network.splice(0, network.length, ...network.filter((message) => !deliverable.includes(message)))
      for (const message of deliverable) this.member(`${message.to}`).node?.step(message)
    }
    throw new Error('does not come to rest')
  }

  private workOff(member: SimNode): string[] {
    const printed: string[] = []
    while (member.node?.hasReady() || member.writes.length > 0 || member.toApply.length > 0) {
      while (member.node?.hasReady()) printed.push(...this.ready(member))
      this.cluster.invariants.check(member)
      member.completeWrite()
      member.apply()
    }
    return printed
  }

  private wipe(member: SimNode): string[] {
    member.disk.wipe()
    this.cluster.invariants.diskLost(member)
    return []
  }

  private disk({ words, options }: Command): string[] {
    const terms = options.get('terms')?.split(',').map(Number) ?? []
    this.member(words[0]).disk.replace({
      hardState: {
        term: Number(options.get('term') ?? 1),
        vote: Number(options.get('vote') ?? -1),
        commit: Number(options.get('commit') ?? 1)
      },
      entries: terms.map((term, position) => ({
        index: position + 2,
        term,
        kind: 'normal',
        data: encode(`${position + 2}/${term}`)
      }))
    })
    return []
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function repeat(count: string | undefined, action: () => unknown): void {
  for (let done = 0; done < Number(count ?? 1); done += 1) action()
}

function outcome(result: ProposeResult | RequestResult): string[] {
  if (!result.ok) return [`dropped: ${result.reason}`]
  if (!('firstIndex' in result)) return []
  const { firstIndex, lastIndex, term } = result
  return [firstIndex === lastIndex ? `at ${firstIndex}/${term}` : `at ${firstIndex}/${term} to ${lastIndex}/${term}`]
}

function parseCommand(line: string): Command {
  const [name = '', ...rest] = line.split(/\s+/)
  const options = rest.filter((word) => word.includes('='))
  return {
    name,
    words: rest.filter((word) => !word.includes('=')),
    options: new Map(
      options.map((option): [string, string] => [
        option.slice(0, option.indexOf('=')),
        option.slice(option.indexOf('=') + 1)
      ])
    )
  }
}

function parseValue(value: string): boolean | number {
  if (value === 'on' || value === 'off') return value === 'on'
  return Number(value)
}

function parseChange([transition, ...steps]: readonly string[]): ConfChange {
  const types = new Map<string, ConfChangeStep['type']>([
    ['+', 'addVoter'],
    ['-', 'remove'],
    ['~', 'addLearner']
  ])
  const parseStep = (step: string): ConfChangeStep => {
    const type = types.get(step.charAt(0))
    if (type === undefined) throw new Error(`no such step of a membership change: ${step}`)
    return { type, id: Number(step.slice(1)) }
  }
  return { transition: (transition ?? 'auto') as ConfChange['transition'], steps: steps.map(parseStep) }
}
