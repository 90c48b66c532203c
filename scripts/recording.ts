/** Makes docs/terminal.svg, the end of a run against the embedded registry with faults of real products: `npm run recording`. */
import { writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { terminal } from '../src/index.ts'
import { runExample, shown } from './recording/example.ts'
import { terminalSvg } from './recording/svg.ts'

const columns = 80
/** Lines that the picture has at most, from the end. */
const most = 40

const chunks: string[] = []
const stream = Object.assign(
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString())
      done()
    },
  }),
  { columns },
)

const url = await runExample([terminal({ stream, colour: true, reports: ['reports/report.html'] })])

const lines = chunks.join('').replaceAll(url, shown).trimEnd().split('\n')
writeFileSync(
  'docs/terminal.svg',
  terminalSvg([`\u001B[1m$ oci-assay run ${shown}\u001B[22m`, '', ...lines.slice(-most)], columns),
)
