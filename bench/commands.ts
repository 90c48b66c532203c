import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../fixtures/registries/install.ts'
import type { Depth } from '../src/engine/depth.ts'
import type { Command } from './process.ts'

/** This build, or another one named in OCI_ASSAY_COMMAND (words parted by spaces) to hold the same limits against. */
function ociAssay(): readonly string[] {
  const named = process.env['OCI_ASSAY_COMMAND']?.trim()
  if (named) return named.split(/\s+/)
  return [process.execPath, join(projectRoot(), 'dist', 'bin', 'oci-assay.js')]
}

/** A whole run against a registry on that loopback port; a failed requirement (1) is a valid run too. */
export function assay(port: number, depth: Depth): Command {
  return {
    argv: (folder) => [
      ...ociAssay(),
      'run',
      `http://127.0.0.1:${port}`,
      '--depth',
      depth,
      '--reports',
      folder,
    ],
    accepted: [0, 1],
    leaves: 'results.json',
  }
}

/** A whole run on an image. */
export const assayImage = (target: string, options: readonly string[] = []): Command => ({
  argv: (folder) => [...ociAssay(), 'run', target, ...options, '--reports', folder],
  accepted: [0, 1],
  leaves: 'results.json',
})

/** A whole run on all tags of a repository, or with `-` on the images that standard input lists. */
export const assayImages = (target: string, options: readonly string[] = []): Command => ({
  argv: (folder) => [
    ...ociAssay(),
    'run',
    ...(target === '-' ? ['--images', '-'] : [target, '--all-tags']),
    ...options,
    '--reports',
    folder,
  ],
  accepted: [0],
})

export const version: Command = { argv: () => [...ociAssay(), '--version'], accepted: [0] }

export const bareNode: Command = { argv: () => [process.execPath, '-e', '0'], accepted: [0] }

/**
 * The reference suite of the distribution specification, as far as this machine has it. Throws where
 * OCI_REFERENCE_SUITE names something that cannot be run.
 */
export function referenceSuite(): ((port: number) => Command) | undefined {
  const binary = process.env['OCI_REFERENCE_SUITE']
  if (binary === undefined || binary === '') return undefined
  try {
    accessSync(binary, constants.X_OK)
  } catch (cause) {
    throw new Error(`OCI_REFERENCE_SUITE names ${binary}, which cannot be run: name the built binary`, {
      cause,
    })
  }
  return (port) => ({
    argv: () => [binary],
    env: (folder) => ({
      OCI_REGISTRY: `127.0.0.1:${port}`,
      OCI_TLS: 'disabled',
      OCI_VERSION: '1.1',
      OCI_REPO1: 'bench/first',
      OCI_REPO2: 'bench/second',
      OCI_RESULTS_DIR: folder,
    }),
    accepted: [0, 1],
    leaves: 'results.yaml',
  })
}
