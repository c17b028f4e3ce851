import type { ClientWorld } from '../types.ts'

/** The world as the host of that name sees it: the same clock, a network place of its own. */
export type WorldOf = (host: string) => ClientWorld
