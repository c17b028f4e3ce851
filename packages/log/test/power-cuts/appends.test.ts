import { testEveryCut } from '../support/every-cut.ts'
import { appends } from '../support/workloads.ts'

testEveryCut(appends)
