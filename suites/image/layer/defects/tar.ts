import type { Defect } from '../../layouts/case.ts'
import { someFile, types } from '../../layouts/build/layout.ts'
import { tarOf } from '../../layouts/build/tar.ts'
import { file, inLayer } from './makers.ts'

/** Layers that are not whole tars. */
export const tar: readonly Defect[] = [
  ...(
    [
      ['html', '<!DOCTYPE html>'],
      ['git-lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 123\n'],
      ['json', '[]'],
      ['yaml', 'agents: {}\n'],
      ['elf', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(2000)])],
    ] as const
  ).flatMap(([name, bytes]) => [
    inLayer(`plain-is-${name}`, 'layer.tar.archive', `${name} under the type of a plain tar`, {
      mediaType: types.tar,
      tar: Buffer.from(bytes),
    }),
    inLayer(`inside-is-${name}`, 'layer.tar.archive', `${name} inside of gzip`, { tar: Buffer.from(bytes) }),
  ]),
  inLayer('no-tar', 'layer.tar.archive', 'a layer that is not a tar', {
    tar: Buffer.from('text '.repeat(500)),
  }),
  inLayer('tar-cut-short', 'layer.tar.archive', 'a tar that ends in the middle of a file', {
    tar: tarOf([{ name: 'a', content: 'x'.repeat(2000) }]).subarray(0, 1200),
  }),
  inLayer('tar-wrong-checksum', 'layer.tar.archive', 'a header with a wrong checksum', {
    files: [file('a'), { ...file('b'), damage: (header) => void header.write('77', 148, 'latin1') }],
  }),
  inLayer('tar-negative-size', 'layer.tar.archive', 'a file of a negative size', {
    files: [file('a'), { name: 'b', header: (header) => void header.fill(0xff, 124, 136) }],
  }),
  inLayer('no-end', 'layer.tar.end-blocks', 'a tar without its end', {
    tar: tarOf([someFile()], { endBlocks: 0 }),
  }),
  inLayer('half-end', 'layer.tar.end-blocks', 'a tar with one block at its end', {
    tar: tarOf([someFile()], { endBlocks: 1 }),
  }),
  inLayer('zero-bytes', 'layer.tar.end-blocks', 'a layer of zero bytes', {
    tar: Buffer.alloc(0),
    mediaType: types.tar,
  }),
]
