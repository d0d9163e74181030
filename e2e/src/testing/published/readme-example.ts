import { readFileSync } from 'node:fs';

/** @returns the first TypeScript example of a page that has this text in it */
export function readmeExample(page: string, text: string): string {
  const examples = [...readFileSync(page, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);
  const example = examples.find((code) => code.includes(text));
  if (example === undefined) {
    throw new Error(`${page} has no example with ${text}`);
  }
  return example;
}
