import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

/**
 * Makes the dashboard compile the plugins' translations at run time. Vendure's build serves them uncompiled, so users would
 * see placeholders and plural syntax. It is in this package because both plugins with a dashboard use it.
 */
export function readUncompiledCatalogs(): void {
  i18n.setMessagesCompiler(compileMessage);
}
