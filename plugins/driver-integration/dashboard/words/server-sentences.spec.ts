import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognise } from './recognise';
import { SERVER_SENTENCES } from './server-sentences';
import { readTranslations } from './testing/translations';

const SOURCES = join(__dirname, '..', '..', 'src');

const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts'))
  .map((name) => readFileSync(join(SOURCES, name), 'utf8'));

/** The string literals in a piece of code, with `7` for each template expression. */
function textsIn(code: string): string[] {
  return [...code.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)]
    .map(([, single, double, template]) => (single ?? double ?? template!).replace(/\$\{[^}]+\}/g, '7'))
    .filter((text) => text.includes(' '));
}

const found = (pattern: RegExp) =>
  sources.flatMap((source) => [...source.matchAll(pattern)]).flatMap(([code]) => textsIn(code));

const unknown = (texts: string[]) => texts.filter((text) => !recognise(text, SERVER_SENTENCES));

describe('server sentences', () => {
  it('include all error messages of the plugin', () => {
    const refusals = found(/new (UserInput|InternalServer)Error\([^;]*\);/g)
      // The dashboard does not send this request.
      .filter((text) => !text.startsWith("Drivers can't be "));
    expect(refusals.length).toBeGreaterThan(10);
    expect(unknown(refusals)).toEqual([]);
  });

  it('include all problems of deliveries', () => {
    const problems = [
      ...found(/\b(problem|reason|note)(:| =) ['"`].*/g),
      ...found(/const MISMATCHES = \{[^}]*\}/g),
      ...found(/notInEngine\(['"].*/g),
    ];
    expect(problems.length).toBeGreaterThan(6);
    expect(unknown(problems)).toEqual([]);
  });

  it.each(['en', 'de'] as const)('are translated to %s', (language) => {
    const translations = readTranslations(language);
    expect(SERVER_SENTENCES.filter((sentence) => !translations.get(sentence))).toEqual([]);
  });

  it('are matched before shorter sentences that also match', () => {
    const taken = SERVER_SENTENCES.map((sentence) => recognise(sentence, SERVER_SENTENCES)?.sentence);
    expect(taken).toEqual(SERVER_SENTENCES);
  });
});
