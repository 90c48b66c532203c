import type { ImageModel } from './model.ts'

/** Whether the files of a layout belong to an image: a registry has none, and of many images in a layout they are read once. */
export const hasLayoutFiles = ({ form, part }: Pick<ImageModel, 'form' | 'part'>): boolean =>
  form !== 'registry' && form !== 'docker-archive' && (part === undefined || part.files === true)
