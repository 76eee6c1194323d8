// What entered a tick and what it said to the world, in words.

import { BitReader, BitWriter } from '../codec/index.ts';
import { type Command, readEvents, type Simulation } from '../game/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Who came and went, and results of work; inputs are many, and their events tell what came of them. */
export function commandWords(command: Command): string[] {
  switch (command.type) {
    case 'join':
      return [`seat ${command.seat} joins${valueWords(command.player)}`];
    case 'leave':
      return [`seat ${command.seat} leaves`];
    case 'away':
      return [`seat ${command.seat} is away`];
    case 'back':
      return [`seat ${command.seat} is back`];
    case 'result':
      return command.gives === undefined ? [`work ${command.kind} failed`] : [];
    case 'input':
      return [];
  }
}

/** Events by the game's own `describe`, and effects. */
export function happeningWords({ blueprint, outlet, state }: Simulation): string[] {
  const out = new BitWriter();
  outlet.writeEvents(out);
  const events = readEvents(new BitReader(out.finish()), blueprint.events);
  const { describe } = blueprint.game.definition;
  return [
    ...events.map((event) =>
      describe === undefined
        ? `${event.kind}${valueWords(event.data)}`
        : describe(event as never, state as never),
    ),
    ...outlet.effects.map(({ kind, data }) => `effect ${kind}${valueWords(data)}`),
  ];
}

function valueWords(values: Values): string {
  const words = Object.entries(values).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}
