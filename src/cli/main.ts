#!/usr/bin/env node
import { readFileSync } from 'node:fs'

// Asked often and by scripts, so it is answered before anything is loaded.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  const manifest = new URL('../../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  process.stdout.write(`${version}\n`)
} else {
  const { program } = await import('./program.ts')
  process.exitCode = await program(process.argv.slice(2))
}
