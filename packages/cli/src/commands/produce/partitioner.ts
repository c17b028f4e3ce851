/**
 * The partition of a key: murmur2 of its bytes, as Kafka's own producer computes it, so that records of a key meet those that
 * other clients wrote.
 */
export const partitionOfKey = (key: Uint8Array, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions

const seed = 0x9747b28c
const multiplier = 0x5bd1e995
const shift = 24

/** MurmurHash2 of 32 bits, as a signed number. */
export function murmur2(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const words = data.length >>> 2
  let hash = seed ^ data.length
  for (let word = 0; word < words; word++) {
    let mixed = Math.imul(view.getInt32(word * 4, true), multiplier)
    mixed = Math.imul(mixed ^ (mixed >>> shift), multiplier)
    hash = Math.imul(hash, multiplier) ^ mixed
  }
  hash = mixTail(hash, data.subarray(words * 4))
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

/** The last bytes, fewer than four. */
function mixTail(hash: number, tail: Uint8Array): number {
  if (tail.length === 0) return hash
  let mixed = hash
  for (const [index, byte] of tail.entries()) mixed ^= byte << (8 * index)
  return Math.imul(mixed, multiplier)
}
