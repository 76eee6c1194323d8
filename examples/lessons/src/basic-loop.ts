// Lesson 3.1, the basic loop. One loop runs beside the connections, for as long as the server does.
// Everything shares one thread: while the loop waits for its tick, keys are answered.

import { Loop, type TextSocket } from 'tickhouse/server';
import { answerTo, type Lesson, tellAll } from './classroom.ts';

export const basicLoop: Lesson = {
  number: '3.1',
  title: 'Basic loop',
  idea: 'One loop beside the connections; everyone hears its tick.',
  file: 'basic-loop.ts',

  open({ clock, periodMs }) {
    const players = new Set<TextSocket>();

    Loop.start({
      clock,
      rateHz: 1000 / periodMs,
      step: () => tellAll(players, 'game loop says: tick'),
    });

    return (player) => {
      players.add(player);
      player.onText((text) => player.send(answerTo(text)));
      // Who has left is in nobody's list: the loop must not write to a closed socket.
      player.onClose(() => players.delete(player));
    };
  },
};
