import { compileTopicPattern } from '../group/consumer/topic-pattern.ts'

/**
 * Whether a transactional id matches a client's expression as a whole (KIP-1152): the rules for topics' names hold for it too.
 * None or an empty one matches all; undefined = the expression is refused.
 */
export function idFilter(pattern: string | null): ((transactionalId: string) => boolean) | undefined {
  if (pattern === null || pattern === '') return () => true
  const compiled = compileTopicPattern(pattern)
  return typeof compiled === 'string' ? undefined : compiled
}
