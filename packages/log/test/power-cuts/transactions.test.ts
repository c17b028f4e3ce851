import { testEveryCut } from '../support/every-cut.ts'
import { transactions } from '../support/workloads.ts'

testEveryCut(transactions)
