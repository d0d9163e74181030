import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestEngine } from './test-engine';

export interface Route {
  method: string;
  /** With parameters, such as `/v1/drivers/:id`. */
  path: string;
}

/** Each method and path of an engine's router. */
export function routesOf(engine: TestEngine): Route[] {
  const application = engine.running.application as NestFastifyApplication;
  const tree = application.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const segments: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, segment, methods] = /^([│├└─\s]*)(\S+)(?: \((.+)\))?/.exec(line) ?? [];
    if (segment === undefined) {
      return [];
    }
    segments.length = indent.length / 4;
    segments.push(segment);
    const path = segments.join('');
    return (methods?.split(', ') ?? []).map((method) => ({ method, path }));
  });
}
