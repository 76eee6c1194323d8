// The path of a request's target. Anything may stand there: `GET //` names no host.

export function pathnameOf(target: string): string | undefined {
  return URL.canParse(target, 'http://host') ? new URL(target, 'http://host').pathname : undefined;
}
