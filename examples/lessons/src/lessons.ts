// The table of lessons, in the order of the article.

import { basicLoop } from './basic-loop.ts';
import type { Lesson } from './classroom.ts';
import { loopByRequest } from './loop-by-request.ts';
import { processes } from './processes.ts';
import { severalEvents } from './several-events.ts';
import { tasks } from './tasks.ts';
import { threads } from './threads.ts';

export const lessons: readonly Lesson[] = [
  basicLoop,
  loopByRequest,
  tasks,
  severalEvents,
  threads,
  processes,
];
