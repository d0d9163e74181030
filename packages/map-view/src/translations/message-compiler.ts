import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

/**
 * Makes the dashboard compile the plugins' translations at run time. Vendure's build serves uncompiled catalogs. Without the
 * compiler users see placeholders and plural syntax. Both plugins with a dashboard use it, so it is in this package.
 */
export function enableMessageCompiler(): void {
  i18n.setMessagesCompiler(compileMessage);
}
