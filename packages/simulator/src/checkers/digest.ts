/** FNV-1a (Fowler, Noll, Vo) over bytes: short, quick, and good enough to tell what differs by accident. */
export function digestOf(bytes: Uint8Array, start = 0x811c9dc5): number {
  let hash = start
  for (let index = 0; index < bytes.length; index++) hash = Math.imul(hash ^ bytes[index]!, 0x01000193)
  return hash >>> 0
}

/** The same over the code units of a text. */
export function digestOfText(text: string, start = 0x811c9dc5): number {
  let hash = start
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
