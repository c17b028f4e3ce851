import {
  type ConfState,
  decodeConfChange,
  type Entry,
  noNode,
  type RaftMessage,
  type RaftStatus,
  type Ready
} from '../../src/index.ts'

const ids = (list: readonly number[]): string => `(${list.join(' ')})`

export function printConf(conf: ConfState): string {
  const outgoing = conf.votersOutgoing.length > 0 ? `&&${ids(conf.votersOutgoing)}` : ''
  const learners = conf.learners.length > 0 ? ` learners=${ids(conf.learners)}` : ''
  const next = conf.learnersNext.length > 0 ? ` learnersNext=${ids(conf.learnersNext)}` : ''
  return `voters=${ids(conf.voters)}${outgoing}${learners}${next}${conf.autoLeave ? ' autoLeave' : ''}`
}

export function printEntry({ index, term, kind, data }: Entry): string {
  if (kind === 'normal') return `${index}/${term} "${new TextDecoder().decode(data)}"`
  if (kind === 'empty') return `${index}/${term} empty`
  const { steps, transition } = decodeConfChange(data)
  const change =
    steps.length === 0 ? 'leave joint' : `${steps.map(({ type, id }) => `${type} ${id}`).join(', ')} (${transition})`
  return `${index}/${term} config: ${change}`
}

export function printMessage(message: RaftMessage): string {
  return `${message.from}->${message.to} ${message.type} term=${message.term} ${printBody(message)}`.trimEnd()
}

function printBody(message: RaftMessage): string {
  switch (message.type) {
    case 'preVote':
      return `last=${message.lastIndex}/${message.lastTerm}`
    case 'vote':
      return `last=${message.lastIndex}/${message.lastTerm}${message.transfer ? ' transfer' : ''}`
    case 'preVoteResponse':
    case 'voteResponse':
      return `${message.granted ? 'granted' : 'refused'} commit=${message.commit ?? 0}/${message.commitTerm ?? 0}`
    case 'append': {
      const entries = message.entries.length > 0 ? ` [${message.entries.map(printEntry).join(', ')}]` : ''
      return `after ${message.prevIndex}/${message.prevTerm}${entries} commit=${message.commit}`
    }
    case 'appendResponse':
      return message.reject
        ? `rejects ${message.index} hint=${message.hintIndex}/${message.hintTerm}`
        : `accepts ${message.index}`
    case 'heartbeat':
      return `commit=${message.commit} round=${message.context}`
    case 'heartbeatResponse':
      return `round=${message.context}`
    case 'snapshot':
      return `at ${message.snapshot.index}/${message.snapshot.term} ${printConf(message.snapshot.confState)}`
    case 'timeoutNow':
    // The context is a number drawn at random.
    case 'readIndex':
      return ''
    case 'readIndexResponse':
      return `index=${message.index}`
  }
}

const who = (id: number): string => (id === noNode ? 'nobody' : `${id}`)

export function printReady(id: number, ready: Ready): string[] {
  const { softState, hardState, snapshot } = ready
  return [
    `${id} ready ${ready.number}:`,
    ...(softState === undefined
      ? []
      : [`  is ${softState.role} in term ${softState.term}, leader ${who(softState.leaderId)}`]),
    ...(hardState === undefined
      ? []
      : [`  saves term=${hardState.term} vote=${who(hardState.vote)} commit=${hardState.commit}`]),
    ...(snapshot === undefined
      ? []
      : [`  installs snapshot ${snapshot.index}/${snapshot.term} ${printConf(snapshot.confState)}`]),
    ...ready.entries.map((entry) => `  appends ${printEntry(entry)}`),
    ...ready.messages.map((message) => `  sends ${printMessage(message)}`),
    ...ready.messagesAfterPersist.map((message) => `  once durable, sends ${printMessage(message)}`),
    ...ready.committedEntries.map((entry) => `  applies ${printEntry(entry)}`),
    ...ready.readStates.map(({ context, index }) => `  read ${context} is good at ${index}`),
    ...ready.readsDropped.map((context) => `  read ${context} is dropped`)
  ]
}

export function printStatus(status: RaftStatus): string[] {
  const { role, term, leaderId, vote, commitIndex, appliedIndex, firstIndex, lastIndex, durableIndex } = status
  return [
    `${status.id} ${role} term=${term} vote=${who(vote)} leader=${who(leaderId)} commit=${commitIndex} applied=${appliedIndex} ` +
      `log=${firstIndex}..${lastIndex} durable=${durableIndex} ${printConf(status.confState)}`,
    ...status.members.map(({ id, learner, matchIndex, nextIndex, state }) => {
      return `  ${id} ${state} match=${matchIndex} next=${nextIndex}${learner ? ' learner' : ''}`
    })
  ]
}
