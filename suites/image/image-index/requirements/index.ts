import { platform } from './platform.ts'
import { properties } from './properties.ts'

/** The image index, index.json included (image-index.md). */
export const requirements = [...properties, ...platform]
