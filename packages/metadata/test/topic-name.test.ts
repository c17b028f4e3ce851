import { describe, expect, test } from '@jest/globals'
import { isInternalTopic, topicNameProblem } from '../src/index.ts'

describe('a topic name', () => {
  test.each(['a', 'A-b_c.9', '__consumer_offsets', 'x'.repeat(249), 'constructor'])('%s is fine', (name) => {
    expect(topicNameProblem(name)).toBeUndefined()
  })

  test.each(['', '.', '..', '../x', 'a/b', 'a b', 'a\0', 'ü', 'x'.repeat(250)])('%j is refused in words', (name) => {
    expect(topicNameProblem(name)).toMatch(/topic/i)
  })

  test('internal topics are those of the cluster itself', () => {
    expect(['__consumer_offsets', '__transaction_state', '__mine'].map(isInternalTopic)).toEqual([true, true, false])
  })
})
