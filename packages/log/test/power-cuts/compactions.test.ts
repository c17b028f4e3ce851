import { testEveryCut } from '../support/every-cut.ts'
import { compactions } from '../support/workloads.ts'

testEveryCut(compactions)
