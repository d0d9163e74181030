import { readFileSync } from 'node:fs';

/** A fenced code block of a page. */
export interface CodeBlock {
  /** For example `sh` or `ts`. */
  language: string;
  text: string;
  /** File named in the line above the block, as in "`src/driver-dispatch.ts`:". */
  file?: string;
}

/** @returns the code blocks of a page, or of one of its sections, in order */
export function findCodeBlocks(page: string, heading?: string): CodeBlock[] {
  const text = readFileSync(page, 'utf8');
  const section = heading === undefined ? text : findSection(text, heading);
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language, 2: code, index }) => {
    const file = /`([^`\n]+)`:\n\n$/.exec(section.slice(0, index))?.[1];
    return { language: language!, text: code!, ...(file && { file }) };
  });
}

/** @returns the first code block of a page that contains a text */
export function codeBlockWith(page: string, text: string): CodeBlock {
  const block = findCodeBlocks(page).find((candidate) => candidate.text.includes(text));
  if (!block) {
    throw new Error(`${page} has no code block with ${text}`);
  }
  return block;
}

function findSection(text: string, heading: string): string {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) {
    throw new Error(`No section ${heading}`);
  }
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}
