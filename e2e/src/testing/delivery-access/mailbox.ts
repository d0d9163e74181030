import { dirname, join } from 'node:path';
import {
  EmailPlugin,
  FileBasedTemplateLoader,
  type EmailDetails,
  type EmailPluginOptions,
} from '@vendure/email-plugin';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { codeBlockWith } from '../published/readme-blocks';

const getFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));
const PLUGIN = getFolder('@driver-dispatch/driver-integration-plugin');

/** Returns the exports of the e-mail example in the plugin's README. */
function exampleOfReadme(): Pick<EmailPluginOptions, 'handlers' | 'emailGenerator'> {
  const { text } = codeBlockWith(join(PLUGIN, 'README.md'), 'onTheWayHandler');
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const example: any = {};
  new Function('require', 'exports', outputText)(require, example);
  return { handlers: [example.onTheWayHandler], emailGenerator: new example.DeliveryEmailGenerator() };
}

/** Collects the e-mails of a shop that uses the e-mail example in the plugin's README. */
export class Mailbox {
  readonly sent: EmailDetails[] = [];

  plugin(): typeof EmailPlugin {
    const templates = new FileBasedTemplateLoader(join(PLUGIN, 'templates'));
    const partials = new FileBasedTemplateLoader(join(getFolder('@vendure/email-plugin'), 'templates'));
    return EmailPlugin.init({
      ...exampleOfReadme(),
      transport: { type: 'none' },
      templateLoader: {
        loadTemplate: (injector, ctx, input) => templates.loadTemplate(injector, ctx, input),
        loadPartials: () => partials.loadPartials(),
      },
      emailSender: { send: (email) => void this.sent.push(email) },
      globalTemplateVars: { fromAddress: 'shop@example.com' },
    }) as typeof EmailPlugin;
  }
}
