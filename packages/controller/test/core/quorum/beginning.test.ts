import { BrokerId } from '@gregor/base'
import type { QuorumMember } from '@gregor/metadata'
import { describe, expect, test } from '@jest/globals'
import { beginning, type Newcomer, type QuorumState } from '../../../src/core/quorum/beginning.ts'

const id = BrokerId
const self: Newcomer = { nodeId: id(3), directoryId: 'c', voters: [id(1), id(2), id(3)] }

function member(nodeId: number, directoryId: string, voter = true): QuorumMember {
  return { nodeId: id(nodeId), directoryId, host: 'localhost', port: 9000 + nodeId, voter }
}

const empty = (directoryId: string): QuorumState => ({
  nodeId: id(0),
  empty: true,
  directoryId,
  firstVoters: [],
  members: []
})
const knows = (members: QuorumMember[], firstVoters: QuorumMember[] = []): QuorumState => {
  return { nodeId: id(0), empty: false, directoryId: 'x', members, firstVoters }
}
const said = (...answers: [number, QuorumState][]): ReadonlyMap<BrokerId, QuorumState> =>
  new Map(answers.map(([nodeId, state]) => [id(nodeId), state]))

const folders = (text: string): ReadonlyMap<BrokerId, string> =>
  new Map(text.split(' ').map((pair) => [id(Number(pair[0])), pair.slice(1)]))

describe('a folder without a metadata log', () => {
  test('begins at once when its node is the only voter', () => {
    const alone = { ...self, voters: [id(3)] }
    expect(beginning(alone, said())).toEqual({ type: 'first', directoryIds: folders('3c') })
  })

  test('waits until every voter has answered', () => {
    expect(beginning(self, said([1, empty('a')]))).toEqual({ type: 'wait', missing: [2] })
  })

  test('begins with the others when all are empty, twice', () => {
    const answers = said([1, empty('a')], [2, empty('b')])
    expect(beginning(self, answers)).toEqual({ type: 'confirm', directoryIds: folders('1a 2b 3c') })
    expect(beginning(self, answers, folders('1a 2b 3c'))).toEqual({ type: 'first', directoryIds: folders('1a 2b 3c') })
  })

  test('asks once more when a folder is another one the second time: that node may have begun with the first', () => {
    const answers = said([1, empty('a')], [2, empty('new')])
    expect(beginning(self, answers, folders('1a 2b 3c'))).toEqual({
      type: 'confirm',
      directoryIds: folders('1a 2new 3c')
    })
  })

  test('begins late when the others count on this very folder', () => {
    const firstVoters = [member(1, 'a'), member(2, 'b'), member(3, 'c')]
    expect(beginning(self, said([1, knows([], firstVoters)], [2, empty('b')]))).toEqual({ type: 'late', firstVoters })
    expect(beginning(self, said([1, knows(firstVoters)]))).toEqual({ type: 'late', firstVoters: [] })
  })

  test('joins when the quorum knows another folder of this node, as voter or at all', () => {
    const join = { type: 'join' }
    expect(beginning(self, said([1, knows([member(1, 'a'), member(3, 'old')])], [2, empty('b')]))).toEqual(join)
    expect(beginning(self, said([1, knows([], [member(1, 'a'), member(3, 'old')])]))).toEqual(join)
    expect(beginning(self, said([1, knows([member(1, 'a'), member(2, 'b')])]))).toEqual(join)
    expect(beginning(self, said([1, knows([member(1, 'a'), member(3, 'c', false)])]))).toEqual(join)
  })

  test('joins when only one of the others says so: that is never wrong', () => {
    const named = knows([member(1, 'a'), member(3, 'c')])
    expect(beginning(self, said([1, named], [2, knows([member(1, 'a'), member(3, 'other')])]))).toEqual({
      type: 'join'
    })
  })

  test('learns nothing from a member that knows nothing itself', () => {
    expect(beginning(self, said([1, knows([])], [2, empty('b')]))).toEqual({ type: 'wait', missing: [1] })
  })

  test('of a node that is no voter waits for a quorum to join', () => {
    const outsider = { ...self, nodeId: id(4), directoryId: 'd' }
    expect(beginning(outsider, said([1, empty('a')], [2, empty('b')], [3, empty('c')]))).toMatchObject({ type: 'wait' })
    expect(beginning(outsider, said([1, knows([member(1, 'a')])]))).toEqual({ type: 'join' })
  })
})
