import { expect, test } from '@jest/globals'
import { addressText, parseBootstrap } from '../../src/client/address.ts'

test('several addresses, IPv6 in brackets', () => {
  const addresses = parseBootstrap('a.example:9092, [::1]:9093')
  expect(addresses).toEqual([
    { host: 'a.example', port: 9092 },
    { host: '::1', port: 9093 }
  ])
  expect(addresses.map(addressText)).toEqual(['a.example:9092', '[::1]:9093'])
})

test.each(['', 'host', 'host:', 'host:0', 'host:65536', 'host:9092,', '::1:9092', 'a b:1'])(
  '%j is refused, and it says what is allowed',
  (text) => {
    expect(() => parseBootstrap(text)).toThrow(/expected host:port\[,host:port\.\.\], as in 127\.0\.0\.1:9092/)
  }
)
