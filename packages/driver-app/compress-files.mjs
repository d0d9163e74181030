import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const TEXTS = ['.html', '.js', '.css', '.svg', '.webmanifest'];

/** Writes a Brotli and a gzip copy beside each text file of a folder, so that a server need not compress. */
export function compressFiles(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true });
  for (const { parentPath, name } of files.filter((entry) => entry.isFile())) {
    if (TEXTS.includes(extname(name))) {
      const file = join(parentPath, name);
      const contents = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(contents));
      writeFileSync(`${file}.gz`, gzipSync(contents, { level: 9 }));
    }
  }
}
