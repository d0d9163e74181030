/** Finds the secret in an invitation link, or in the secret itself. Returns undefined if there is none. */
export function findInvitation(text: string): string | undefined {
  return /(?:^|[#&]invitation=)([A-Za-z0-9_-]{43})(?:$|&)/.exec(text.trim())?.[1];
}

/** Takes the secret out of the URL of the page, so that it is not stored in the history. */
export function takeInvitation(): string | undefined {
  const invitation = findInvitation(location.hash);
  if (invitation) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return invitation;
}
