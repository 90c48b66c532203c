import { assetsBeside } from '../../page/read-assets.ts'

export const { style, script } = await assetsBeside(import.meta.url)
