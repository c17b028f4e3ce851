import {
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  parseOffsetFileName,
  SNAPSHOT_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX
} from '@gregor/log'
import { usageError } from '../../faults.ts'
import type { Report } from '../../report.ts'
import type { DumpedFile } from './dumped-file.ts'
import { dumpOffsetIndex, dumpTimeIndex, dumpTransactionIndex } from './dump-index.ts'
import { dumpSegment } from './dump-segment.ts'
import { dumpSnapshot } from './dump-snapshot.ts'

type Dump = (file: DumpedFile, baseOffset: number, options: { readonly records: boolean }) => Promise<Report>

const dumps: Readonly<Record<string, Dump>> = {
  [LOG_SUFFIX]: (file, _, options) => dumpSegment(file, options),
  [OFFSET_INDEX_SUFFIX]: dumpOffsetIndex,
  [TIME_INDEX_SUFFIX]: dumpTimeIndex,
  [TRANSACTION_INDEX_SUFFIX]: dumpTransactionIndex,
  [SNAPSHOT_SUFFIX]: dumpSnapshot
}

/** `gregor log dump FILE`: by the file's name, which has twenty digits of offset and says what is in it. */
export async function dumpFile(file: DumpedFile, options: { readonly records: boolean }): Promise<Report> {
  try {
    for (const [suffix, dump] of Object.entries(dumps)) {
      if (!file.name.endsWith(suffix)) continue
      return await dump(file, parseOffsetFileName(file.name, suffix) ?? 0, options)
    }
    throw usageError(`${file.path}: expected is a file that ends in ${Object.keys(dumps).join(', ')}`)
  } finally {
    await file.file.close()
  }
}
