import { execFile, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { jqPath } from '../../../src/results/reproduction/image.ts'
import { reproductionsOf } from '../../../src/results/reproduction/reproduction.ts'
import { defects } from '../../../suites/image/defects.ts'
import { withLayout } from '../../../suites/image/layouts/with-layout.ts'

const absent = ['jq', 'tar', 'sha256sum', 'curl'].some((tool) => spawnSync(tool, ['--version']).status !== 0)

/** What a script prints; the registry that it may ask is in this process. */
const output = (script: string): Promise<string> =>
  new Promise((resolve) => {
    // Bytes that are no JSON or no archive are what jq and tar refuse.
    const child = execFile('sh', ['-s'], { timeout: 20_000 }, (_error, stdout) => resolve(stdout))
    child.stdin?.end(script)
  })

/** What the commands of a defect's first finding print while its layout is there. */
async function shown(id: string): Promise<string> {
  const defect = defects.find((each) => each.id === id)!
  return withLayout(defect, async (target) => {
    const { result } = await assay(target)
    const requirement = result.requirements.find((each) => each.id === defect.violates)!
    const made = reproductionsOf(result).of(requirement.findings[0]!, requirement)
    const script = 'script' in made ? made.script : made.reason
    expect(script).toContain(`# ${defect.violates} (`)
    return output(script)
  })
}

describe.skipIf(absent)('commands for the findings of images', () => {
  it.each([
    ['a value of a document', 'config-user-number', /^1000$/m],
    ['a header of the layout', 'header-version-number', /^1$/m],
    ['the bytes of a blob', 'blob-of-other-bytes', /^[0-9a-f]{64} {2}-$/m],
    [
      'the bytes of a layer in a registry',
      'registry-layer-of-other-bytes',
      /^a3ead5eedad5df82318c51685dbc1c147a36d1ff/m,
    ],
    ['an entry of a layer', 'layer-absolute-path', /\/?etc\/passwd/],
    [
      'the content of a file in a layer',
      'file-of-other-content',
      /^74c95604043427f0bee1d0e16bfa53afd537f736ad0073c4cc4e1ccb3a82b5dc {2}-$/m,
    ],
    ['the layer that removed a file', 'file-whited-out', /\.wh\.router/],
    ['an entry of an archive', 'archive-with-link', /more -> \/etc\/passwd/],
    ['the files of a layout', 'file-in-blobs', /README/],
  ])('show %s', async (_, defect, output) => {
    expect(await shown(defect)).toMatch(output)
  })
})

it.each([
  ['', '.'],
  ['/layers/0/digest', '.["layers"][0]["digest"]'],
  ['/annotations/a~1b~0"c', String.raw`.["annotations"]["a/b~\"c"]`],
])('makes of the pointer %j a path of jq', (pointer, path) => {
  expect(jqPath(pointer)).toBe(path)
})
