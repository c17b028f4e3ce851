import { testEveryCut } from '../support/every-cut.ts'
import { removals } from '../support/workloads.ts'

testEveryCut(removals)
