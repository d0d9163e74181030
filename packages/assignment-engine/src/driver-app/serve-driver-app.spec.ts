import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEngineOptions, type EngineOptions } from '../configuration/engine-options';
import { addSecurityHeaders } from '../http/security-headers';
import type { EngineLogger } from '../observability/create-logger';
import { serveDriverApp } from './serve-driver-app';

@Module({})
class EmptyModule {}

describe('serveDriverApp', () => {
  const directory = mkdtempSync(join(tmpdir(), 'driver-app-'));
  const log: string[] = [];
  const logger = { info: (line: string) => log.push(line) } as unknown as EngineLogger;
  const started: NestFastifyApplication[] = [];

  beforeAll(() => {
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html>');
    writeFileSync(join(directory, 'assets', 'main-1a2b.js'), 'plain');
    writeFileSync(join(directory, 'assets', 'main-1a2b.js.br'), 'compressed');
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((application) => application.close()));
    log.splice(0);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  async function serve(driverApp: EngineOptions['driverApp'], folder: string | undefined) {
    const application = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), {
      logger: false,
    });
    started.push(application);
    addSecurityHeaders(application);
    const configuration = readEngineOptions({ database: { url: 'postgres://localhost/engine' }, driverApp });
    serveDriverApp(application, configuration, logger, folder);
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
    return (url: string, headers: Record<string, string> = {}) => application.inject({ url, headers });
  }

  it('serves the page with its own policy and without a lifetime in caches', async () => {
    const get = await serve({}, directory);
    const page = await get('/driver/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toMatch('text/html');
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.headers['content-security-policy']).toMatch("script-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    const withoutSlash = await get('/driver');
    expect(withoutSlash.statusCode).toBe(308);
    expect(withoutSlash.headers.location).toBe('/driver/');
    const { etag } = page.headers;
    const unchanged = await get('/driver/', { 'if-none-match': String(etag) });
    expect(unchanged.statusCode).toBe(304);
    expect(unchanged.body).toBe('');
  });

  it('serves files with a hash compressed and for a year', async () => {
    const get = await serve({}, directory);
    const script = await get('/driver/assets/main-1a2b.js', { 'accept-encoding': 'br' });
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-encoding']).toBe('br');
    expect(script.body).toBe('compressed');
    const plain = await get('/driver/assets/main-1a2b.js');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toBe('plain');
    for (const path of ['assets/main-0000.js', '../package.json', 'assets/main-1a2b.js.br']) {
      const missing = await get(`/driver/${path}`);
      expect(missing.statusCode).toBe(404);
      expect(missing.headers['cache-control']).toBeUndefined();
    }
  });

  it('serves the configuration of the app', async () => {
    const demo = { stores: [{ name: 'Bakery', point: { lat: 52.5, lon: 13.4 } }] };
    const get = await serve({ demo, mapTiles: { url: '/{z}/{x}/{y}.png' } }, directory);
    const configuration = await get('/driver/config.json');
    expect(configuration.headers['cache-control']).toBe('no-cache');
    expect(configuration.json()).toEqual({
      engineUrl: '',
      demo,
      mapTiles: { url: '/{z}/{x}/{y}.png' },
    });
  });

  it('logs that the package is not installed', async () => {
    const get = await serve({}, undefined);
    expect((await get('/driver/')).statusCode).toBe(404);
    expect(log).toEqual(['Driver app not installed, /driver answers with 404']);
  });

  it('answers with 404 if it is disabled', async () => {
    const get = await serve({ enabled: false }, directory);
    expect((await get('/driver/')).statusCode).toBe(404);
    expect(log).toEqual([]);
  });
});
