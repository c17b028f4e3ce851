// Which broker the process is that this is loaded into: its id is in the path of its properties file.
import process from 'node:process'

/** Undefined in any other process. */
export const ownBroker = /broker-(\d+)/.exec(process.argv.at(-1) ?? '')?.[1]
