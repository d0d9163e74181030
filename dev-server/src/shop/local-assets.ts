import type { AssetPreviewStrategy, AssetStorageStrategy, Middleware } from '@vendure/core';
import express, { type Request } from 'express';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Stream } from 'node:stream';

const ROUTE = 'assets';

/** Stores assets in a directory and serves them, with the original images as previews. */
export class LocalAssets implements AssetStorageStrategy, AssetPreviewStrategy {
  readonly middleware: Middleware;

  constructor(private readonly directory: string) {
    this.middleware = { route: `/${ROUTE}`, beforeListen: true, handler: express.static(directory) };
  }

  writeFileFromBuffer(fileName: string, data: Buffer): Promise<string> {
    return this.write(fileName, data);
  }

  writeFileFromStream(fileName: string, data: Stream): Promise<string> {
    return this.write(fileName, data);
  }

  readFileToBuffer(fileName: string): Promise<Buffer> {
    return readFile(this.path(fileName));
  }

  async readFileToStream(fileName: string): Promise<Stream> {
    return createReadStream(this.path(fileName));
  }

  deleteFile(fileName: string): Promise<void> {
    return rm(this.path(fileName));
  }

  async fileExists(fileName: string): Promise<boolean> {
    return existsSync(this.path(fileName));
  }

  toAbsoluteUrl(request: Request, fileName: string): string {
    return `${request.protocol}://${request.get('host')}/${ROUTE}/${fileName}`;
  }

  async generatePreviewImage(_ctx: unknown, _mimeType: string, data: Buffer): Promise<Buffer> {
    return data;
  }

  private async write(fileName: string, data: Parameters<typeof writeFile>[1]): Promise<string> {
    await mkdir(dirname(this.path(fileName)), { recursive: true });
    await writeFile(this.path(fileName), data);
    return fileName;
  }

  private path(fileName: string): string {
    return join(this.directory, fileName);
  }
}
