/** Kafka's placement of a group or transactional id: Java's String.hashCode, without its sign, modulo the partitions. */
export function partitionFor(id: string, partitionCount: number): number {
  let hash = 0
  for (let index = 0; index < id.length; index++) hash = (Math.imul(hash, 31) + id.charCodeAt(index)) | 0
  return (hash & 0x7fffffff) % partitionCount
}
