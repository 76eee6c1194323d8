// The address of a room: the path of the WebSocket upgrade. It names what whoever reads it needs to
// know where the socket belongs; who the player is travels in the hello, never here.
//
//   /play/{game}/{room}?{option}={value}…      /watch/{game}/{room}
//
//   room = quick    any public room of these options with a free seat, else a new one
//          private  a new room that no list shows, with an id of 50 random bits
//          {name}   the public room of this name, made where there is none
//          p-…      the private room with the id that private gave out, made anew where it is gone
//          q-…      the room with the id that quick gave out; never made

export interface Address {
  readonly game: string;
  readonly room: string;
  readonly watch: boolean;
  /** Options of a room that this address makes, as names and text. */
  readonly options: readonly (readonly [string, string])[];
}

/** What is known of an upgrade: plain values, so that they can cross to another process. */
export interface Facts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The room that the URL names, or the path of an endpoint that the server added. */
  readonly target: Address | string;
}

export function pathOf({ game, room, watch, options }: Address): string {
  const query = String(new URLSearchParams(options as [string, string][]));
  const path = `/${watch ? 'watch' : 'play'}/${game}/${encodeURIComponent(room)}`;
  return query === '' ? path : `${path}?${query}`;
}

/** The address in a request's target; undefined where it is something else. */
export function parseAddress(target: string): Address | undefined {
  if (!URL.canParse(target, 'http://host')) return undefined;
  const { pathname, searchParams } = new URL(target, 'http://host');
  const [, intent, game, room, ...more] = pathname.split('/');
  if ((intent !== 'play' && intent !== 'watch') || !game || !room || more.length > 0) {
    return undefined;
  }
  try {
    const name = decodeURIComponent(room);
    return { game, room: name, watch: intent === 'watch', options: [...searchParams] };
  } catch {
    // Percent signs that stand for no text.
    return undefined;
  }
}
