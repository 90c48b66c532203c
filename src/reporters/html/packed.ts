import { deflateRawSync } from 'node:zlib'
import { Markup } from '../page/markup.ts'

/** JSON as raw deflate in base64, which is markup without any meaning: the page's script unpacks it (client/unpack.ts). */
export const packed = (value: unknown): Markup =>
  new Markup(deflateRawSync(JSON.stringify(value), { level: 9, memLevel: 9 }).toString('base64'))
