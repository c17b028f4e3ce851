import { invariant } from '@gregor/base'

/** Names of files and folders: Kafka's own layout, so that its tools find their way. */
export const CLEAN_SHUTDOWN_FILE = '.kafka_cleanshutdown'
export const LOCK_FILE = '.lock'
export const RECOVERY_POINT_FILE = 'recovery-point-offset-checkpoint'
export const HIGH_WATERMARK_FILE = 'replication-offset-checkpoint'
export const LOG_START_FILE = 'log-start-offset-checkpoint'
export const CLEANER_OFFSET_FILE = 'cleaner-offset-checkpoint'
export const LEADER_EPOCH_FILE = 'leader-epoch-checkpoint'
export const PARTITION_METADATA_FILE = 'partition.metadata'
/** In a log's folder: damage was found in it while it was open, and the file says which. */
export const DAMAGE_FILE = 'damaged.txt'
/** In the folder of the metadata log: what became of the log dirs. */
export const DIR_HISTORY_FILE = 'log-dirs-history'

export const LOG_SUFFIX = '.log'
/** In a log dir: a file of its journal, named for the sequence of its first block. */
export const JOURNAL_SUFFIX = '.journal'
/** In a log dir: a file of the journal that is needless, kept to be written over by the next one. */
export const JOURNAL_SPARE_FILE = 'journal.spare'
export const OFFSET_INDEX_SUFFIX = '.index'
export const TIME_INDEX_SUFFIX = '.timeindex'
export const TRANSACTION_INDEX_SUFFIX = '.txnindex'
export const SNAPSHOT_SUFFIX = '.snapshot'
/** A file that is no longer part of the log and is removed after a delay, or at the next start. */
export const DELETED_SUFFIX = '.deleted'
/** Output of a compaction that was not finished. */
export const CLEANED_SUFFIX = '.cleaned'
/** Output of a compaction that was finished: it replaces the file without the suffix. */
export const SWAP_SUFFIX = '.swap'

const DELETED_FOLDER_SUFFIX = '-delete'
const STRAY_FOLDER_SUFFIX = '-stray'
const DAMAGED_FOLDER_SUFFIX = '-damaged'
const LEGAL_TOPIC = /^[a-zA-Z0-9._-]+$/
const PARTITION_FOLDER = /^([a-zA-Z0-9._-]+)-(\d{1,10})$/
const RENAMED_FOLDER = /^.+\.[a-zA-Z0-9_-]+-(delete|stray|damaged)$/
const FILE_NAME_MAX = 255

/** `topic-partition`. Topic names were validated when the topic was made; anything else must never reach a path. */
export function partitionFolder(topic: string, partition: number): string {
  const legal = LEGAL_TOPIC.test(topic) && topic !== '.' && topic !== '..' && topic.length <= 249
  invariant(legal && Number.isInteger(partition) && partition >= 0, 'not the name of a partition', { topic, partition })
  return `${topic}-${partition}`
}

/** The partition that a folder in a log dir holds; undefined for any other folder. */
export function parsePartitionFolder(name: string): { readonly topic: string; readonly partition: number } | undefined {
  const match = PARTITION_FOLDER.exec(name)
  return match === null ? undefined : { topic: match[1]!, partition: Number(match[2]) }
}

/** The name that a partition's folder gets when it is deleted; cut to what file systems take. */
export function deletedFolder(folder: string, uniqueId: string): string {
  return renamedFolder(folder, `.${uniqueId}${DELETED_FOLDER_SUFFIX}`)
}

/** The name that a folder gets when its partition is not the one that the cluster knows by that name. */
export function strayFolder(folder: string, uniqueId: string): string {
  return renamedFolder(folder, `.${uniqueId}${STRAY_FOLDER_SUFFIX}`)
}

/** The name that a folder gets when its log is damaged and copied anew; it is kept until a person removes it. */
export function damagedFolder(folder: string, uniqueId: string): string {
  return renamedFolder(folder, `.${uniqueId}${DAMAGED_FOLDER_SUFFIX}`)
}

function renamedFolder(folder: string, suffix: string): string {
  return folder.slice(0, FILE_NAME_MAX - suffix.length) + suffix
}

export function isDeletedFolder(name: string): boolean {
  return RENAMED_FOLDER.test(name) && name.endsWith(DELETED_FOLDER_SUFFIX)
}

/** Twenty digits, so that names sort as offsets do. */
export function offsetFileName(offset: number, suffix: string): string {
  return String(offset).padStart(20, '0') + suffix
}

/** The offset in a file's name when it is twenty digits and `suffix`; undefined otherwise. */
export function parseOffsetFileName(name: string, suffix: string): number | undefined {
  if (name.length !== 20 + suffix.length || !name.endsWith(suffix)) return undefined
  const digits = name.slice(0, 20)
  return /^\d{20}$/.test(digits) ? Number(digits) : undefined
}
