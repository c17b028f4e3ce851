import { describe, expect, test } from '@jest/globals'
import { assign, decodeAssignment } from '../../src/workloads/groups/assignment.ts'
import { GroupHistory } from '../../src/workloads/groups/group-history.ts'

const topics = [{ name: 'orders', partitions: 3, replicationFactor: 3, minInsyncReplicas: 2 }]
const newHistory = (): GroupHistory => new GroupHistory('g', { topics })
const NODE = 1
const OTHER_NODE = 2

test('an assignment comes back as it was made, every partition once', () => {
  const { partitions } = newHistory()
  const owned = assign(['a', 'b'], partitions).map(({ assignment }) => decodeAssignment(assignment))
  expect(owned).toEqual([['orders-0', 'orders-2'], ['orders-1']])
})

describe('generations', () => {
  test('a generation that is not above one stored before (C1)', () => {
    const history = newHistory()
    history.stored(4, { leader: 'a', before: -1 })
    expect(() => history.stored(3, { leader: 'b', before: history.highestGeneration })).toThrow(/C1/)
  })

  test('two leaders of one generation (C1)', () => {
    const history = newHistory()
    history.stored(4, { leader: 'a', before: -1 })
    expect(() => history.stored(4, { leader: 'b', before: -1 })).toThrow(/C1/)
  })

  test('a partition of two members in one generation (C2)', () => {
    const history = newHistory()
    history.assigned(4, 'a', ['orders-0', 'orders-1'])
    expect(() => history.assigned(4, 'b', ['orders-1'])).toThrow(/C2/)
  })

  test('a partition of two members in two generations is how groups go on', () => {
    const history = newHistory()
    history.assigned(4, 'a', ['orders-0'])
    expect(() => history.assigned(5, 'b', ['orders-0'])).not.toThrow()
  })
})

describe('commits (C3)', () => {
  const commit = (history: GroupHistory, generation: number, node = NODE) => {
    const attempt = history.commits('orders-0').attempt(generation, node)
    return { attempt, acked: () => history.committed('orders-0', attempt, history.highestGeneration) }
  }

  test('a commit of a generation that is over is acknowledged', () => {
    const history = newHistory()
    history.stored(5, { leader: 'a', before: -1 })
    expect(() => commit(history, 4).acked()).toThrow(/C3/)
  })

  test('the committed offset goes back', () => {
    const history = newHistory()
    const commits = history.commits('orders-0')
    commit(history, 1).acked()
    commit(history, 1).acked()
    expect(() => commits.read(commits.ask(NODE), 1)).toThrow(/C3/)
    expect(() => commits.readFinally(1)).toThrow(/C3/)
    expect(() => commits.readFinally(-1)).toThrow(/C3/)
    expect(() => commits.readFinally(2)).not.toThrow()
  })

  test('nobody committed it', () => {
    expect(() => newHistory().commits('orders-0').readFinally(1)).toThrow(/C3/)
  })

  test('a later attempt that was not answered may count, a refused one may not', () => {
    const history = newHistory()
    const commits = history.commits('orders-0')
    commit(history, 1).acked()
    const { attempt } = commit(history, 1)
    expect(() => commits.readFinally(2)).not.toThrow()
    attempt.fate = 'refused'
    expect(() => commits.readFinally(2)).toThrow(/C3/)
  })

  test('a commit that has been read once does not go away, though nobody acknowledged it', () => {
    const history = newHistory()
    const commits = history.commits('orders-0')
    commit(history, 1).acked()
    commit(history, 1)
    expect(commits.read(commits.ask(OTHER_NODE), 2)).toBe('current')
    expect(() => commits.readFinally(1)).toThrow(/C3/)
  })

  test('an attempt that was not answered may come late within its generation, not after it', () => {
    const history = newHistory()
    const commits = history.commits('orders-0')
    commit(history, 1)
    commit(history, 1).acked()
    expect(commits.read(commits.ask(NODE), 1)).toBe('current')
    expect(() => commits.readFinally(1)).not.toThrow()
    commit(history, 2).acked()
    expect(() => commits.readFinally(1)).toThrow(/C3/)
  })

  test('a coordinator of the past may answer from the past, not from before its own acknowledgements', () => {
    const history = newHistory()
    const commits = history.commits('orders-0')
    commit(history, 1, NODE).acked()
    commit(history, 2, OTHER_NODE).acked()
    expect(commits.read(commits.ask(NODE), 1)).toBe('stale')
    expect(commits.read(commits.ask(OTHER_NODE), 2)).toBe('current')
    expect(() => commits.read(commits.ask(OTHER_NODE), 1)).toThrow(/C3/)
  })
})
