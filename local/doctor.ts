import { doctor } from './doctor/main.ts'

process.exitCode = await doctor(process.argv.slice(2), {
  env: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  clock: Date.now,
})
