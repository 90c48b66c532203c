/** `npm start`: the command of this checkout. Without arguments it tests the embedded registry. */
import { argv } from 'node:process'

if (argv.length === 2) argv.push('run', '--reference')
await import(new URL('../bin/oci-assay.js', import.meta.url).href)
