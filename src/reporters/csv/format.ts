import type { Format } from '../format.ts'

export const csv: Format = {
  name: 'csv',
  file: 'images.csv',
  about: 'a line for each image, or for each requirement of one target',
  reporter: async (path) => (await import('./csv.ts')).csv(path),
}
