import type { GroupSettings } from '../settings.ts'

type Direction = 'upgrade' | 'downgrade'

/** Whether groups with members change their protocol in this direction (group.consumer.migration.policy). */
export function allowsMigration(settings: GroupSettings, direction: Direction): boolean {
  const policy = settings['group.consumer.migration.policy']
  return policy === 'bidirectional' || policy === direction
}
