/** What the page has packed in a template: raw deflate in base64 of JSON. */
export async function unpack<Value>(template: HTMLTemplateElement): Promise<Value> {
  const base64 = template.content.textContent ?? ''
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return JSON.parse(await new Response(stream).text()) as Value
}
