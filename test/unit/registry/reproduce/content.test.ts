import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { contentsOf } from '../../../../src/registry/reproduce/content.ts'
import { contentLines } from '../../../../src/registry/reproduce/content-lines.ts'
import { functionsFor } from '../../../../src/registry/reproduce/functions.ts'
import { namesOf } from '../../../../src/registry/reproduce/names.ts'
import { sha256, steps, type Sent } from './sent.ts'

/** No text: a script sends other bytes in their place. */
const bytes = 'the bytes of one blob\0'

/** An upload of the same bytes in chunks that end at these places. */
const chunks = (session: string, at: number, ends: readonly number[]): Sent[] => {
  const path = `blobs/uploads/${session}`
  const parts = [...ends, bytes.length].map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
  const sent = parts.slice(0, -1).map((text, index): Sent => ({
    path,
    at: at + 20 * (index + 1),
    method: 'PATCH',
    status: 202,
    text,
  }))
  const last: Sent = { path: `${path}?digest=${sha256(bytes)}`, at: at + 200, text: parts.at(-1) ?? '' }
  return [{ path, at, method: 'POST', status: 202, text: '' }, ...sent, last]
}

/** The files that a script makes of the contents of some requests. */
function filesOf(sent: readonly Sent[], names: readonly string[]): string[] {
  const contents = contentsOf(steps(...sent))
  const places = { registry: '', repositories: {}, readOnly: false }
  const body = contentLines(contents, namesOf(contents, places)).join('\n')
  const work = mkdtempSync(join(tmpdir(), 'oci-assay-'))
  try {
    const script = ['set -eu', 'nonce=abcdef', ...functionsFor(body, []), body].join('\n')
    execFileSync('sh', ['-c', script], { env: { PATH: process.env['PATH'], work } })
    return names.map((name) => readFileSync(join(work, name), 'utf8'))
  } finally {
    rmSync(work, { recursive: true })
  }
}

it('cuts the chunks of a blob that is sent in other chunks too from the same bytes', () => {
  const sent = [...chunks('one', 0, [4, 10]), ...chunks('other', 300, [7]), ...chunks('third', 600, [4, 12])]
  const [whole, first, ...files] = filesOf(sent, ['blob2', 'chunk1', 'chunk3', 'blob3', 'chunk4', 'blob4'])
  expect(whole).toHaveLength(bytes.length)
  expect(files.slice(0, 2)).toEqual([whole?.slice(0, 7), whole?.slice(7)])
  expect([first, ...files.slice(2)]).toEqual([whole?.slice(0, 4), whole?.slice(4, 12), whole?.slice(12)])
})
