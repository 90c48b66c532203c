import type { Format } from '../format.ts'

export const csv: Format = {
  name: 'csv',
  file: 'images.csv',
  about: 'one line per image, or per requirement of one target',
  reporter: async (path) => (await import('./csv.ts')).csv(path),
}
