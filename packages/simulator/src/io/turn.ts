/** Rejections that nobody handled, of the run that is going on. */
const unhandled: unknown[] = []
let watching = false

/** Resolves when all promises that can go on have gone on; throws what one of them left unhandled. */
export async function endOfTurn(): Promise<void> {
  if (!watching) {
    watching = true
    process.on('unhandledRejection', (reason) => unhandled.push(reason))
  }
  await new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
  if (unhandled.length > 0) throw unhandled.splice(0)[0]
}
