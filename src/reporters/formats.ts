/**
 * The formats of reports, one line each: nothing else names them. results.json is not among them, since it is the
 * result, nor the terminal, which has no file.
 */
export { badge } from './badge/format.ts'
export { csv } from './csv/format.ts'
export { ctrf } from './ctrf/format.ts'
export { expectations } from './expectations/format.ts'
export { github } from './github/format.ts'
export { har } from './har/format.ts'
export { html } from './html/format.ts'
export { junit } from './junit/format.ts'
export { markdown } from './markdown/format.ts'
export { referenceSuite } from './reference-suite/format.ts'
