import { existsSync } from 'node:fs'
import { hasTagOrDigest } from '../image/source/open/reference.ts'
import { parseTransport } from '../image/source/open/transport.ts'
import { writtenAsPath } from './written-as-path.ts'

/**
 * Whether a target is an image. What exists as a file, is written as a path or with a transport such as `oci:` is one, and
 * so is what has a repository behind a host: without a scheme always, and with one where a tag or a digest follows.
 */
export function namesImage(target: string): boolean {
  if (/^https?:\/\//i.test(target)) return hasTagOrDigest(target)
  if (parseTransport(target)) return true
  if (writtenAsPath(target) || /\.(?:tar|tgz|gz|zst|zstd)$/i.test(target) || existsSync(target)) return true
  return /^[^/]+\/[^/]/.test(target)
}
