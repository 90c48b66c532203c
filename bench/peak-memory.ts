import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Loaded into a measured process before its own code: at its end it leaves its largest resident set, in
 * kibibytes, in the folder named by BENCH_PEAK_MEMORY.
 */
const folder = process.env['BENCH_PEAK_MEMORY']
if (folder !== undefined)
  process.on('exit', () => {
    writeFileSync(join(folder, `${process.pid}.peak-memory`), String(process.resourceUsage().maxRSS))
  })
