// `npm start`: a cluster of three brokers on this machine, in the foreground. `gregor dev --help` lists the settings.
import { main } from '../packages/server/dist/index.js'

await main([...process.argv.slice(0, 2), 'dev', ...process.argv.slice(2)])
