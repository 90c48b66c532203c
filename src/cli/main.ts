#!/usr/bin/env node
import { tool } from '../files/version.ts'
import { keepYoungHeapSmall } from './process/heap.ts'
import { start } from './process/start.ts'

start(async (interruption) => {
  // Called often and by scripts, so it is handled before anything else is loaded.
  if (process.argv[2] === '--version' || process.argv[2] === '-V') {
    process.stdout.write(`${tool().version}\n`)
    return 0
  }
  if (process.argv[2] === 'run') keepYoungHeapSmall()
  const { program } = await import('./program.ts')
  return program(process.argv.slice(2), undefined, interruption)
})
