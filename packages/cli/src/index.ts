export { addOperatorCommands } from './tree/index.ts'
