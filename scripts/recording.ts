/** Makes docs/terminal.svg, the end of a run against the embedded registry with faults of real products: `npm run recording`. */
import { writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { assay, createReferenceRegistry, effectsOf, terminal } from '../src/index.ts'
import { terminalSvg } from './recording/svg.ts'

const columns = 80
/** Lines that the picture has at most, from the end. */
const most = 40
const shown = 'http://localhost:5000'

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

const effects = effectsOf('manifest-malformed-digest-500', 'last-chunk-gap-400', 'tags-unsorted')
const { url, close } = await createReferenceRegistry({ spec: '1.1', effects }).listen()
await assay({
  target: url,
  seed: '5eb92101d178344b',
  depth: 'quick',
  reporters: [terminal({ stream, colour: true, reports: ['reports/report.html'] })],
})
await close()

const lines = chunks.join('').replaceAll(url, shown).trimEnd().split('\n')
writeFileSync(
  'docs/terminal.svg',
  terminalSvg([`\u001B[1m$ oci-assay run ${shown}\u001B[22m`, '', ...lines.slice(-most)], columns),
)
