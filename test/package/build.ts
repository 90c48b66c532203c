import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Before all tests of the package: it is built once, as a release builds it, and where DIST_IS_BUILT is set, it was. */
export function setup(): void {
  if (process.env['DIST_IS_BUILT'] !== undefined) return
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  execFileSync(process.execPath, ['dist/scripts/bundle.js'], { cwd: root, stdio: 'inherit' })
}
