#!/usr/bin/env node
import { tool } from '../version.ts'

// Asked often and by scripts, so it is answered before anything else is loaded.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`${tool().version}\n`)
} else {
  const { program } = await import('./program.ts')
  process.exitCode = await program(process.argv.slice(2))
}
