import { describe, expect, test } from '@jest/globals'
import { ErrorCode, errorInfo, ERRORS } from '../src/errors.ts'

describe('error table', () => {
  test('holds codes -1 to 136 without a gap, each under its name', () => {
    expect(ERRORS.map(({ code }) => code)).toEqual(Array.from({ length: 138 }, (_value, index) => index - 1))
    for (const { code, name } of ERRORS) expect(ErrorCode[name]).toBe(code)
    expect(Object.keys(ErrorCode)).toHaveLength(ERRORS.length)
  })

  test('says something about each error', () => {
    for (const { name, message } of ERRORS) expect(message === '').toBe(name === 'NONE')
  })

  test('finds an error by its code, and takes one that Kafka lacks for UNKNOWN_SERVER_ERROR', () => {
    expect(errorInfo(6)).toMatchObject({ name: 'NOT_LEADER_OR_FOLLOWER', retriable: true })
    expect(errorInfo(10)).toMatchObject({ name: 'MESSAGE_TOO_LARGE', retriable: false })
    expect([-2, 137, 1.5].map((code) => errorInfo(code).name)).toEqual(Array(3).fill('UNKNOWN_SERVER_ERROR'))
  })
})
