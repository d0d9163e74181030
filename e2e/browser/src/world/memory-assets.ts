import type { AssetPreviewStrategy, AssetStorageStrategy, Middleware } from '@vendure/core';
import type { Request, Response } from 'express';
import { Readable, type Stream } from 'node:stream';
import { buffer } from 'node:stream/consumers';

const ROUTE = 'assets';

/** Stores assets in memory and serves them over HTTP. */
export class MemoryAssets implements AssetStorageStrategy, AssetPreviewStrategy {
  private readonly files = new Map<string, Buffer>();

  readonly middleware: Middleware = {
    route: `/${ROUTE}`,
    beforeListen: true,
    handler: ({ path }: Request, response: Response) => {
      const file = this.files.get(decodeURIComponent(path.slice(1)));
      return file ? response.type(path).send(file) : response.sendStatus(404);
    },
  };

  writeFileFromBuffer(fileName: string, data: Buffer): Promise<string> {
    this.files.set(fileName, data);
    return Promise.resolve(fileName);
  }

  async writeFileFromStream(fileName: string, data: Stream): Promise<string> {
    return this.writeFileFromBuffer(fileName, await buffer(data as Readable));
  }

  readFileToBuffer(fileName: string): Promise<Buffer> {
    return Promise.resolve(this.files.get(fileName)!);
  }

  readFileToStream(fileName: string): Promise<Stream> {
    return Promise.resolve(Readable.from(this.files.get(fileName)!));
  }

  deleteFile(fileName: string): Promise<void> {
    this.files.delete(fileName);
    return Promise.resolve();
  }

  fileExists(fileName: string): Promise<boolean> {
    return Promise.resolve(this.files.has(fileName));
  }

  toAbsoluteUrl(request: Request, fileName: string): string {
    return `${request.protocol}://${request.get('host')}/${ROUTE}/${fileName}`;
  }

  /** Uses the original image as preview. */
  generatePreviewImage(_ctx: unknown, _mimeType: string, data: Buffer): Promise<Buffer> {
    return Promise.resolve(data);
  }
}
