import type { Evidence } from '../../../../src/engine/verdict.ts'
import type { ImageFile } from '../../../../src/image/model/files/image-file.ts'
import type { RemovedFile } from '../../../../src/image/model/files/merge.ts'
import { quoted } from '../../../../src/image/json/value.ts'
import { placeIn } from '../../judges/check.ts'

/** Where the entry that brought a file is: its name in the layer, so that tar finds it. */
export const broughtBy = ({ layer, name }: ImageFile): readonly Evidence[] => [placeIn(layer.digest, name)]

/** Four octal digits: `0755`. */
export const octal = (mode: number): string => mode.toString(8).padStart(4, '0')

export const withArticle = (type: ImageFile['type']): string =>
  `${type === 'other' ? 'an' : 'a'} ${type.replace('-', ' ')}`

/** `layer 2 (sha256:…)`. */
export const shownLayer = ({ number, digest }: ImageFile['layer']): string => `layer ${number} (${digest})`

/** `a file of mode 0644 and owner 0:0, from layer 2 (sha256:…)`. */
export function describeFile({ type, mode, uid, gid, link, layer }: ImageFile): string {
  const target = type === 'symlink' ? ` to ${quoted(link ?? '')}` : ''
  return `${withArticle(type)}${target} of mode ${octal(mode)} and owner ${uid}:${gid}, from ${shownLayer(layer)}`
}

/** `removed by the whiteout "bin/.wh.app" of layer 3 (sha256:…) after layer 1 (sha256:…) brought it`. */
export function describeRemoval({ file, by, how, name }: RemovedFile): string {
  const what = how === 'replaced' ? `replaced by ${quoted(name)}` : `removed by the ${how} ${quoted(name)}`
  return `${what} of ${shownLayer(by)} after ${shownLayer(file.layer)} brought it`
}
