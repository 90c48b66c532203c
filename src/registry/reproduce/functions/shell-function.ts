/** A function of a script by its name. Its text begins with what it does. */
export type ShellFunction = readonly [name: string, text: string]
