import type { Defect } from '../../layouts/case.ts'
import { types } from '../../layouts/build/layout.ts'
import { file, files, inLayer } from './makers.ts'

/** Entries of layers that are wrong. */
export const entries: readonly Defect[] = [
  files('path-twice', 'layer.paths.unique', 'one path twice', [file('a'), file('b'), file('a')]),
  files('path-twice-in-two-forms', 'layer.paths.unique', 'one path in two forms', [file('a'), file('./a')]),
  files('absolute-path', 'layer.paths.relative', 'an absolute path', [file('/etc/passwd')]),
  files('climbing-path', 'layer.paths.relative', 'a path that escapes the layout', [
    file('a/../../../etc/passwd'),
  ]),
  files('parent-segment', 'layer.paths.relative', 'a path with .. that stays inside', [file('a/b/../c')]),
  files('contiguous-file', 'layer.entries.types', 'a contiguous file', [{ ...file('a'), type: '7' }]),
  files('vendor-type', 'layer.entries.types', 'an entry of a type of a vendor', [
    { ...file('a'), type: 'Z' },
  ]),
  files('mtime-no-number', 'layer.entries.attributes', 'a time that is not a number', [
    { ...file('a'), header: (header) => void header.write('yesterday\0', 136, 'latin1') },
  ]),
  files('uid-no-number', 'layer.entries.attributes', 'an owner that is not a number', [
    { ...file('a'), header: (header) => void header.write('root\0', 108, 'latin1') },
  ]),
  files('link-without-target', 'layer.entries.attributes', 'a symbolic link without a target', [
    { name: 'a', type: '2' },
  ]),
  files('hard-link-without-target', 'layer.entries.attributes', 'a hard link without a target', [
    { name: 'a', type: '1' },
  ]),
  files('sparse-file', 'layer.entries.not-sparse', 'a sparse file', [
    { ...file('a'), pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'a' } },
  ]),
  files('hard-link-to-directory', 'layer.hard-links.not-to-directories', 'a hard link to a directory', [
    { name: 'a/', type: '5' },
    { name: 'b', type: '1', link: 'a' },
  ]),
  files('hard-link-outside', 'layer.hard-links.within-layer', 'a hard link to a file of no entry', [
    { name: 'b', type: '1', link: 'nowhere' },
  ]),
  files('hard-link-forwards', 'layer.hard-links.within-layer', 'a hard link to a later entry', [
    { name: 'b', type: '1', link: 'a' },
    file('a'),
  ]),
  files('security-descriptor', 'layer.pax.security-descriptor', 'a security descriptor that is not Base64', [
    { ...file('Files/a'), pax: { 'MSWINDOWS.rawsd': 'O:BAG:BA' } },
  ]),
  files('whiteout-with-content', 'layer.whiteouts.empty', 'a whiteout with content', [
    { name: '.wh.a', content: 'x' },
  ]),
  files('whiteout-is-link', 'layer.whiteouts.regular', 'a whiteout that is a link', [
    { name: '.wh.a', type: '2', link: 'b' },
  ]),
  files('whiteout-of-no-name', 'layer.whiteouts.named', 'a whiteout that names nothing', [
    { name: 'a/.wh.' },
  ]),
  files('whiteout-last', 'layer.whiteouts.first', 'a whiteout after its siblings', [
    file('a/b'),
    { name: 'a/.wh.c' },
  ]),
  files('opaque-whiteout', 'layer.whiteouts.explicit', 'an opaque whiteout', [
    { name: 'a/.wh..wh..opq' },
    file('a/b'),
  ]),
  inLayer('non-distributable', 'layer.non-distributable.unused', 'a non-distributable layer', {
    mediaType: types.foreign,
  }),
]
