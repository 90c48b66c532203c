/** Whether all of each sample is taken: a workflow does it each week. */
export const takesAll = process.env['OCI_ASSAY_SAMPLES'] === 'all'

/**
 * What `npm test` tries of many cases of one kind, so that it stays quick: `few` of them, chosen so that each kind is
 * there. `OCI_ASSAY_SAMPLES=all` takes all.
 */
export const sample = <const Case>(all: readonly Case[], few: readonly Case[]): readonly Case[] =>
  takesAll ? all : few
