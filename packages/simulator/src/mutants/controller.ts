import { mutantsOf } from './mutant.ts'

/** What the controller decides: leaders, in-sync replicas, registrations. */
export const controllerMutants = mutantsOf('controller', [
  {
    name: 'controller-takes-stale-incarnation',
    file: 'core/alter-partition.js',
    find: 'const known = brokerEpoch < 0 || state.image.brokers.get(brokerId)?.epoch === brokerEpoch;',
    replace: 'const known = true;',
    breaks: 'A replica that restarted since it caught up joins the in-sync replicas.',
    bug: 'B21',
    violates: ['P3', 'P8'],
    outside: {
      suite: 'packages/controller/test/core/alter-partition.test.ts',
      why: 'The leader refuses such a replica itself, but for the moment in which it asks.'
    }
  },
  {
    name: 'withdrawal-leaves-eligible',
    file: 'core/withdraw-replica.js',
    find: 'const wish = { isr, wiped: brokerId, newEpoch: true };',
    replace: 'const wish = { isr, newEpoch: true };',
    breaks: 'A damaged replica stays eligible to lead while its log is emptied.',
    bug: 'B22',
    violates: ['P3', 'P6', 'P7'],
    outside: {
      suite: 'packages/controller/test/core/alter-partition.test.ts',
      why: 'A broker that was down is seldom eligible still: those that are left are enough.'
    }
  },
  {
    name: 'withdrawal-in-the-same-epoch',
    file: 'core/withdraw-replica.js',
    find: 'const wish = { isr, wiped: brokerId, newEpoch: true };',
    replace: 'const wish = { isr, wiped: brokerId };',
    breaks:
      'A leader that has not heard of it may count a damaged replica in again, by what it had before it was emptied.',
    violates: ['P6', 'P7'],
    outside: {
      suite: 'packages/controller/test/core/alter-partition.test.ts',
      why: 'It takes a leader that asks for that follower in the moment in which it withdraws.'
    }
  },
  {
    name: 'controller-takes-fenced-member',
    file: 'core/alter-partition.js',
    find: 'return known && canLead(state, brokerId);',
    replace: 'return known;',
    breaks: 'A fenced broker joins the in-sync replicas.',
    violates: ['P9'],
    outside: {
      suite: 'packages/controller/test/core/alter-partition.test.ts',
      why: 'A fenced broker that follows joins only in the moment in which its session is over and its stream is not.'
    }
  },
  {
    name: 'controller-takes-stale-isr',
    file: 'core/alter-partition.js',
    find: 'if (partitionEpoch < partition.partitionEpoch)',
    replace: 'if (partitionEpoch < 0)',
    breaks: 'In-sync replicas that a leader decided on an older state replace newer ones.',
    bug: 'B21',
    violates: ['P3', 'P6', 'P9'],
    outside: {
      suite: 'packages/controller/test/core/alter-partition.test.ts',
      why: 'A leader asks for one change at a time, and the next one on what it knows by then.'
    }
  },
  {
    name: 'controller-fencing-keeps-isr',
    file: 'core/fencing.js',
    find: 'return [...withdraw(state, broker.id), fencingRecord(broker, { fenced: true })];',
    replace: 'return [fencingRecord(broker, { fenced: true })];',
    breaks: 'A fenced broker stays leader and in sync.',
    violates: ['P9', 'L1']
  },
  {
    name: 'controller-leader-epoch-stands',
    file: 'core/partition-change.js',
    find: 'LeaderEpoch(partition.leaderEpoch + (leader === partition.leader && !newEpoch ? 0 : 1))',
    replace: 'LeaderEpoch(partition.leaderEpoch)',
    breaks: 'A new leader leads in the epoch of the one before.',
    bug: 'B1',
    violates: ['P1']
  },
  {
    name: 'controller-partition-epoch-stands',
    file: 'core/partition-change.js',
    find: 'PartitionEpoch(partition.partitionEpoch + 1)',
    replace: 'PartitionEpoch(partition.partitionEpoch)',
    breaks: 'Changes of the in-sync replicas do not get an epoch of their own.',
    violates: ['P1', 'P6']
  },
  {
    name: 'controller-elects-anyone',
    file: 'core/partition-change.js',
    find: 'const anyone = rules.unclean ? first(replicas) : undefined;',
    replace: 'const anyone = first(replicas);',
    breaks: 'A replica that may lack acknowledged records leads without unclean elections being allowed.',
    bug: 'B18',
    violates: ['P3', 'P7']
  },
  {
    name: 'controller-elects-outside-isr',
    file: 'core/partition-change.js',
    find: ': first(isr);',
    replace: ': first(replicas);',
    breaks: 'The first live replica leads, in sync or not.',
    violates: ['P3', 'P7']
  },
  {
    name: 'controller-elects-fenced',
    file: 'core/state.js',
    find: 'registration !== undefined && !registration.fenced && ',
    replace: 'registration !== undefined && ',
    breaks: 'A fenced broker may lead.',
    violates: ['P9', 'L1']
  },
  {
    name: 'controller-trusts-wiped-disk',
    file: 'core/register-broker.js',
    find: "const wiped = known !== undefined && (known.storageId ?? '') !== '' && known.storageId !== storageId;",
    replace: 'const wiped = false;',
    breaks: 'A broker that comes back with an empty disk stays in sync and eligible.',
    bug: 'B18',
    violates: ['P3', 'P8'],
    outside: {
      suite: 'packages/controller/test/core/failover.test.ts',
      why: 'A broker whose disk is lost has left the in-sync replicas before it registers again, unless fewer than min.insync.replicas stay: few draws have that.'
    }
  },
  {
    name: 'controller-eligible-after-wipe',
    file: 'core/partition-change.js',
    find: 'const trusted = (broker) => broker !== wish.untrusted && broker !== wish.wiped;',
    replace: 'const trusted = (broker) => broker !== wish.untrusted;',
    breaks: 'A broker whose disk was emptied stays eligible to lead.',
    bug: 'B18',
    violates: ['P3', 'P8'],
    outside: {
      suite: 'packages/controller/test/core/failover.test.ts',
      why: 'A broker whose disk is lost has left the in-sync replicas before it registers again, unless fewer than min.insync.replicas stay: few draws have that.'
    }
  },
  {
    name: 'controller-elr-while-enough-in-sync',
    file: 'core/partition-change.js',
    find: 'if (isr.length >= rules.minIsr)',
    replace: 'if (isr.length > rules.minIsr)',
    breaks: 'Replicas that left stay eligible while enough are in sync, and so lack what is committed since.',
    violates: ['P7', 'P9']
  },
  {
    name: 'controller-reuses-broker-epoch',
    file: 'core/register-broker.js',
    find: 'const epoch = BrokerEpoch(context.index);',
    replace: 'const epoch = known?.epoch ?? BrokerEpoch(context.index);',
    breaks: 'A new process of a broker has the epoch of the one before.',
    bug: 'B1',
    violates: ['P1', 'P8']
  },
  {
    name: 'controller-gives-producer-ids-twice',
    file: 'core/producer-ids.js',
    find: "records: [{ type: 'producerIds', nextProducerId: first + producerIdBlockSize }]",
    replace: 'records: []',
    breaks: 'Every broker gets the same block of producer ids.',
    violates: ['T1', 'P3']
  }
])
