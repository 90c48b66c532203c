#!/usr/bin/env node
import { tool } from '../version.ts'

// Whoever reads may have seen enough (`| head`): the run still ends with its reports and cleans up.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

// Asked often and by scripts, so it is answered before anything else is loaded.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`${tool().version}\n`)
} else {
  const { program } = await import('./program.ts')
  process.exitCode = await program(process.argv.slice(2))
}
