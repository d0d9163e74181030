import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** A file in memory with its compressed forms, if they exist. */
export interface StaticFile {
  contentType: string;
  /** Strong validator, in quotes. */
  etag: string;
  contents: { identity: Buffer; br?: Buffer; gzip?: Buffer };
}

/** Content types of the files of a built web app. */
const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/**
 * Reads the files of a built web app, some hundred kilobytes. The compressed form of a file has the additional extension
 * `.br` or `.gz`.
 *
 * @returns the files by their path with slashes, such as `assets/main.js`
 */
export function readStaticFiles(directory: string): Map<string, StaticFile> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in CONTENT_TYPES);
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(directory, path).split(sep).join('/'), readStaticFile(path)];
    }),
  );
}

function readStaticFile(path: string): StaticFile {
  const identity = readFileSync(path);
  return {
    contentType: CONTENT_TYPES[extname(path)]!,
    etag: `"${createHash('sha256').update(identity).digest('base64url')}"`,
    contents: { identity, br: readIfExists(`${path}.br`), gzip: readIfExists(`${path}.gz`) },
  };
}

function readIfExists(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}
