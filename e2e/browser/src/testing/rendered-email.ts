import { FileBasedTemplateLoader, HandlebarsMjmlGenerator } from '@vendure/email-plugin';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const getFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

/** Renders the example e-mail of the driver-integration plugin with Vendure's e-mail plugin. */
export async function renderedEmail(about: { orderCode: string; driverName: string }): Promise<string> {
  const partials = new FileBasedTemplateLoader(join(getFolder('@vendure/email-plugin'), 'templates'));
  const generator = new HandlebarsMjmlGenerator();
  await generator.onInit({ templateLoader: partials } as never);
  const templates = join(getFolder('@driver-dispatch/driver-integration-plugin'), 'templates');
  const template = await readFile(join(templates, 'driver-delivery-on-the-way', 'body.hbs'), 'utf8');
  const variables = { ...about, trackingUrl: 'https://your-shop.example/track/code' };
  return (await generator.generate('shop@example.com', 'On its way', template, variables)).body;
}
