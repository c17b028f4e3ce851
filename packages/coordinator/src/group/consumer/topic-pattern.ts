import { RE2JS, RE2JSException } from 're2js'

/** Longer expressions are refused: compiling takes time in proportion. */
const PATTERN_LENGTH_MAX = 1000
/** All numbers in braces of an expression, added up: `(a{30}){30}` is compiled as 900 times its inside. */
const REPETITIONS_MAX = 200

export type TopicPattern = (name: string) => boolean

/**
 * A regular expression of topics in the syntax of RE2, as in Kafka; it has to match the whole name. Matching takes time in
 * proportion to the name, whatever the expression. A text is the reason why the expression is refused.
 */
export function compileTopicPattern(pattern: string): TopicPattern | string {
  if (pattern.length > PATTERN_LENGTH_MAX) return `it has more than ${PATTERN_LENGTH_MAX} characters`
  if (repetitionsIn(pattern) > REPETITIONS_MAX) return `it repeats by numbers of more than ${REPETITIONS_MAX} in all`
  try {
    const compiled = RE2JS.compile(pattern)
    return (name) => compiled.matches(name)
  } catch (error) {
    if (error instanceof RE2JSException) return error.message
    throw error
  }
}

function repetitionsIn(pattern: string): number {
  let sum = 0
  for (const [, least, most] of pattern.matchAll(/\{(\d+),?(\d*)\}/g)) sum += Number(least) + Number(most)
  return sum
}
