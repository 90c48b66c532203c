import type { Format } from '../format.ts'

export const ctrf: Format = {
  name: 'ctrf',
  file: 'ctrf.json',
  about: 'Common Test Report Format (ctrf.io)',
  reporter: async (...of) => (await import('./ctrf.ts')).ctrf(...of),
}
