const ATTEMPTS_MAX = 3

/**
 * Measures anew when it failed, because leaders may have moved under it: a busy machine can keep a broker from its heartbeats. Tells
 * `measure` which attempt it is, and rejects with what the third failed of.
 */
export async function steady(measure) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await measure(attempt)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error
      console.log(`  once more, because ${error.message}`)
    }
  }
}
