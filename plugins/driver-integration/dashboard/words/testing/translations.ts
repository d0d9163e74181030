import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = /^#\. js-lingui-explicit-id\nmsgid (".*")\nmsgstr (".*")$/gm;

/** The translations of a catalog by message, for messages with an explicit id. */
export function readTranslations(language: 'en' | 'de'): ReadonlyMap<string, string> {
  const catalog = readFileSync(join(__dirname, '..', '..', 'i18n', `${language}.po`), 'utf8');
  return new Map(
    [...catalog.matchAll(ENTRY)].map(([, id, text]) => [
      JSON.parse(id!) as string,
      JSON.parse(text!) as string,
    ]),
  );
}
